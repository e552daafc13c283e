"""NBA.com: its static JSON feeds write Eastern times with a false `Z`; only `...UTC` is UTC."""

from boxline.catalog import Pace, Provider

NBA_COM = Provider(
    name="nba.com",
    landing="nba-com",
    doc="https://cdn.nba.com and https://stats.nba.com; no key, browser headers.",
    hosts={
        "cdn": "https://cdn.nba.com",
        "stats": "https://stats.nba.com",
        "injuries": "https://ak-static.cms.nba.com",
        "officials": "https://official.nba.com",
        "gamebooks": "https://statsdmz.nba.com",
    },
    # Its stats host hangs up on whoever does not look like a browser on its own pages.
    headers={
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0 Safari/537.36",
        "Accept": "application/json, application/pdf, */*",
        "Accept-Language": "en-US,en;q=0.9",
        "Origin": "https://www.nba.com",
        "Referer": "https://www.nba.com/",
    },
    pace=Pace(per_second=0.6, concurrency=1),  # 1.7 s a call; faster ones were blocked
    timeout_seconds=30.0,
    adds="The league's own schedule, box scores, play-by-play, reports and officials; no key.",
)
