"""A player's page shows the numbers of his documents, and nothing where there are none."""

import gzip
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from boxline.nba.exports.player import PlayerSeason
from boxline.nba.exports.players import PlayersIndex
from boxline.nba.exports.tonight_player import PlayerTonight
from boxline.web.site.build import site_files
from boxline.web.site.player_charts import BELOW, HEIGHT, chance_bars, game_bars, line_steps
from tests.web.site.player_documents import (
    HEAD,
    PROPS,
    forecast_of_threes,
    game,
    newcomer,
    season_of,
    tonight_of,
)

GAMES = [
    game("2025-01-10", 30, 21.5, "OVER"),
    game("2025-01-12", 10, 21.5, "UNDER"),
    game("2025-01-14", 22, 22.0, "PUSH"),
    game("2025-01-16", 0, None, None),
]
SEASON, TONIGHT = "v1/players/7.json", "v1/tonight/player/7.json"
INDEX = "v1/players/index.json"


def _pages(documents: Mapping[str, Any]) -> dict[str, str]:
    bodies = {path: msgspec.json.encode(document) for path, document in documents.items()}
    files = site_files(dict.fromkeys(bodies, "hash"), bodies.__getitem__)
    return {one.path: one.draw().decode() for one in files if one.path.endswith(".html")}


def _page(season: Any, tonight: Any = None) -> str:
    documents = {SEASON: season} if tonight is None else {SEASON: season, TONIGHT: tonight}
    return _pages(documents)["site/players/7.html"]


def test_the_documents_here_are_such_as_are_published() -> None:
    for document in (season_of(GAMES), newcomer()):
        msgspec.convert(document, PlayerSeason)
    msgspec.convert(tonight_of(forecast_of_threes()), PlayerTonight)


def test_every_game_has_a_bar_as_high_as_its_number_and_its_line_a_tick() -> None:
    chart = game_bars(GAMES, "points")
    assert [bar.tone for bar in chart.bars] == ["over", "under", "push", "plain"]
    base = HEIGHT - BELOW
    for bar, points in zip(chart.bars, (30, 10, 22), strict=False):
        assert abs(bar.height / chart.bars[0].height - points / 30) < 0.005
        assert bar.y + bar.height == base
    ticks = [
        None if bar.tick is None else round((base - bar.tick) * 30 / chart.bars[0].height, 1)
        for bar in chart.bars
    ]
    assert ticks == [21.5, 21.5, 22.0, None]
    assert [bar.said for bar in chart.bars] == [
        "2025-01-10 v NYK: 30, line 21.5, over",
        "2025-01-12 v NYK: 10, line 21.5, under",
        "2025-01-14 v NYK: 22, line 22, push",
        "2025-01-16 v NYK: 0",
    ]


def test_the_line_of_today_lies_across_all_games() -> None:
    chart = game_bars(GAMES, "points", 15.0)
    assert chart.today is not None
    assert chart.today.text == "15, today's line"
    half = HEIGHT - BELOW - chart.bars[0].height / 2
    assert abs(chart.today.at - half) < 0.1


def test_the_page_draws_each_chart_and_says_every_number_in_a_table() -> None:
    page = _page(season_of(GAMES))
    assert len(re.findall('<rect class="bar', page)) == len(GAMES) * 6  # five props, and minutes
    assert len(re.findall('<line class="line"', page)) == 3
    log = page[page.index("Game log: every number") :]
    assert '<th scope="row">2025-01-10</th><td>v NYK L S</td><td class="num">30</td>' in log
    assert '<td class="num">21.5 O</td><td class="num">20.5 (12 to 29)</td>' in log
    assert "4 of 5" in page
    assert "2-1-1" in page
    assert "Over 21.5 of today" in page
    assert page.count('<th scope="row">NYK</th>') == 2 * 5  # beside the windows, and of all


def test_the_record_is_told_beside_the_season_average_with_its_n() -> None:
    page = _page(season_of(GAMES))
    record = page[page.index('id="record"') :]
    cells = re.findall(r'<td class="num">([^<]*)</td>', record)
    assert cells == ["4", "4.26", "5.01", "3", "3 of 4, 75 %", "1-1-0", "-0.09"]
    assert "Made before the games. 4 of 9 graded." in record


def test_a_name_is_text_and_never_markup() -> None:
    page = _page(season_of(GAMES))
    assert "Ann &lt;O&#39;Neil&gt;" in page
    assert "<O'Neil>" not in page


def test_a_page_has_no_script_or_style_of_its_own() -> None:
    page = _page(season_of(GAMES), tonight_of(forecast_of_threes()))
    assert not re.findall(r"<style| style=|<script(?! src=)| on\w+=", page)
    assert set(re.findall(r'(?:src|href)="([^"#]*)', page)) >= {"../assets/site.js"}
    assert not re.findall(r'(?:src|href)="(?:https?:|/)', page)


def test_a_newcomer_has_a_page_that_says_so() -> None:
    page = _page(newcomer())
    assert "He has not played this season." in page
    assert "No prediction of him is graded yet." in page
    assert "<rect" not in page
    assert "None" not in page


def test_a_season_without_lines_has_bars_without_ticks() -> None:
    page = _page(season_of([game("2025-01-16", 12, None, None)]))
    assert '<rect class="bar plain"' in page
    assert '<line class="line"' not in page


def test_the_distribution_has_a_bar_per_number_and_every_line_offered() -> None:
    chart = chance_bars(forecast_of_threes())
    assert chart is not None
    tallest = chart.bars[2].height
    assert [round(bar.height / tallest, 2) for bar in chart.bars] == [0.5, 0.5, 1.0]
    assert [bar.said for bar in chart.bars] == ["0: 25.0%", "1: 25.0%", "2: 50.0%"]
    assert [bar.tone for bar in chart.bars] == ["under", "under", "over"]
    assert [(rule.at, rule.is_main, rule.said) for rule in chart.rules] == [
        (50.0, False, "line 1: over 50.0%"),
        (66.67, True, "line 1.5: over 50.0%"),
    ]


def test_every_chance_stands_in_a_table_too() -> None:
    page = _page(season_of(GAMES), tonight_of(forecast_of_threes()))
    told = page[page.index("Chance of each number") :]
    assert re.findall(r'<td class="num">([^<]*)</td>', told)[:6] == [
        *("25.0 %", "100.0 %"),
        *("25.0 %", "75.0 %"),
        *("50.0 %", "50.0 %"),
    ]


def test_the_line_is_a_step_from_where_it_opened_to_where_it_stands() -> None:
    chart = line_steps(forecast_of_threes()["moves"])
    assert chart is not None
    assert (chart.low, chart.high) == (1.5, 2.5)
    assert [step.path for step in chart.steps] == ["M0.0 10.0H92.0V90.0H100"]
    assert [step.said for step in chart.steps] == ["fanduel: 2.5, 1.5"]


def test_tonight_stands_on_the_page_with_prices_reasons_and_injury() -> None:
    page = _page(season_of(GAMES), tonight_of(forecast_of_threes()))
    assert "<li>31 minutes expected</li><li>played yesterday</li>" in page
    assert '<span class="stamp">Questionable</span> Left knee' in page
    assert "+110 <span" in page
    assert "williamhill us" in page
    assert '<strong class="good">OVER</strong> edge 9.2 %' in page
    assert "+108" not in page.split("Fair over / under")[0]
    assert "-108 / +108" in page
    assert page.count('class="path ') == 1


def test_without_a_forecast_the_lines_stand_and_nothing_is_recommended() -> None:
    bare = forecast_of_threes() | dict.fromkeys(
        ("system", "origin", "as_of", "forecast", "mean", "median", "low_80", "high_80", "advice")
    )
    bare |= {"chances": [], "why": []}
    for line in bare["lines"]:
        line |= {"chance_over": None, "chance_push": None, "chance_under": None}
    page = _page(season_of(GAMES), tonight_of(bare))
    assert "Threes: no forecast" in page
    assert "OVER" not in page
    assert "Lines side by side" in page
    assert "None" not in page
    assert chance_bars(bare) is None


def test_a_prop_without_lines_or_forecast_has_no_part_of_its_own() -> None:
    nothing = forecast_of_threes() | dict.fromkeys(("system", "forecast", "advice"))
    nothing |= {"chances": [], "why": [], "lines": [], "moves": [], "not_made_reason": None}
    page = _page(season_of(GAMES), tonight_of(nothing))
    assert 'id="tonight-threes"' not in page
    assert line_steps([]) is None


def test_a_page_of_a_whole_season_is_light() -> None:
    games = []
    for n in range(82):
        one = game(f"2025-01-{10 + n % 20}", 7 * n % 41, 20.5, "OVER" if n % 3 else "UNDER")
        said = one["props"][0]
        one["props"] = [said | {"prop_type": prop, "forecast": 10 + n / 7} for prop in PROPS]
        games.append(one)
    page = _page(season_of(games), tonight_of(forecast_of_threes()))
    assert page.count('<rect class="bar') == 82 * 6 + 3
    assert len(gzip.compress(page.encode())) < 30_000


def test_the_index_has_a_row_for_everybody_and_is_no_player() -> None:
    one = {
        "player_id": 7,
        "name": "Ann",
        "team": None,
        "position": None,
        "averages": season_of(GAMES)["averages"],
        "origin": "live",
        "predictions_made": 9,
        "predictions_graded": 4,
        "errors": [
            {
                "prop_type": "points",
                "compared": 3,
                "mean_absolute_error": 4.26,
                "season_average_error": 5.01,
            }
        ],
        "next_game": None,
    }
    index = {
        **HEAD,
        "season": "2024-25",
        "total_players": 2,
        "players": [one, one | {"errors": []}],
    }
    msgspec.convert(index, PlayersIndex)
    pages = _pages({INDEX: index})
    assert list(pages) == ["site/players/index.html"]
    page = pages["site/players/index.html"]
    assert page.count('<a href="7.html">Ann</a>') == 2
    assert '<td class="num">4.26</td><td class="num">5.01</td>' in page
    assert '<td class="num">-</td><td class="num">-</td>' in page
    empty = _pages({INDEX: index | {"season": None, "total_players": 0, "players": []}})
    assert "Nobody has played yet." in empty["site/players/index.html"]
