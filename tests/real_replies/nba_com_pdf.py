"""NBA.com's real PDFs. Its one gamebook is damaged: see `test_real_report_pdfs`."""

from tests.real_replies.loading import Case

#: The last is of 12:30 on 2024-01-04; the others say it themselves.
LINES_OF_REPORTS = {
    "Injury-Report_2022-10-18_05PM": 59,
    "Injury-Report_2022-12-25_01PM": 48,
    "Injury-Report_2023-02-16_05PM": 21,
    "Injury-Report_2023-03-15_05PM": 107,
    "Injury-Report_2023-10-24_05PM": 59,
    "Injury-Report_2023-12-08_05PM": 145,
    "Injury-Report_2024-01-15_01PM": 130,
    "Injury-Report_2024-02-18_05PM": 2,
    "Injury-Report_2024-04-14_01PM": 182,
    "Injury-Report_2024-11-05_05PM": 79,
    "Injury-Report_2024-12-19_05PM": 174,
    "Injury-Report_2025-02-06_05PM": 137,
    "Injury-Report_2025-04-05_05PM": 127,
    "f4391904": 43,
}

CASES = tuple(
    Case(
        dataset="nba_raw.nbac_injury_report",
        file=f"nba_com/injury_report_pdf/{name}.pdf",
        kept=lines,
    )
    for name, lines in LINES_OF_REPORTS.items()
)
