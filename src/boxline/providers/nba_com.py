"""NBA.com: its static JSON feeds write Eastern times with a false `Z`; only `...UTC` is UTC."""

from boxline.catalog import Provider

NBA_COM = Provider(
    name="nba.com",
    landing="nba-com",
    doc="https://cdn.nba.com and https://stats.nba.com; no key, browser headers.",
)
