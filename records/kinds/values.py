"""The values of the fixed lists: locales, countries (ISO 3166-1) and currencies (ISO 4217)."""

LOCALES = frozenset(
    """
    en-US en-GB nl de fr es es-AR es-ES eu pt-PT pt-BR it da ga cy fi nb sv is pl cs el ro hu bg sk
    tr ru uk et ar zh-CN zh-TW ja ko id th vi ms fa he hi af am az bs hr fa-AF fr-CA ka lv lt sr
    sr@latin sl ta mk
    """.split()
)

COUNTRIES = frozenset(
    """
    AF AX AL DZ AS AD AO AI AQ AG AR AM AW AU AT AZ BS BH BD BB BY BE BZ BJ BM BT BO BQ BA BW BV BR
    IO BN BG BF BI CV KH CM CA KY CF TD CL CN CX CC CO KM CG CD CK CR CI HR CU CW CY CZ DK DJ DM DO
    EC EG SV GQ ER EE SZ ET FK FO FJ FI FR GF PF TF GA GM GE DE GH GI GR GL GD GP GU GT GG GN GW GY
    HT HM VA HN HK HU IS IN ID IR IQ IE IM IL IT JM JP JE JO KZ KE KI KW KG LA LV LB LS LR LY LI LT
    LU MO MG MW MY MV ML MT MH MQ MR MU YT MX FM MD MC MN ME MS MA MZ MM NA NR NP NL NC NZ NI NE NG
    NU NF KP MK MP NO OM PK PW PS PA PG PY PE PH PN PL PT PR QA RE RO RU RW BL SH KN LC MF PM VC WS
    SM ST SA SN RS SC SL SG SX SK SI SB SO ZA GS KR SS ES LK SD SR SJ SE CH SY TW TJ TZ TH TL TG TK
    TO TT TN TR TM TC TV UG UA AE GB US UM UY UZ VU VE VN VG VI WF EH YE ZM ZW
    """.split()
)

CURRENCIES = frozenset(
    """
    aed ars aud bam brl btc cad chf clp cny cop czk dkk dzd eur gbp ghs hkd hrk huf idr ils inr jpy
    krw mxn ngn nok nzd omr pkr php pln rub sek sgd thb try twd usd zar
    """.split()
)
