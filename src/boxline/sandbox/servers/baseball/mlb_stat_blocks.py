"""Counts as the MLB Stats API writes them: of a game, of a season, and of a part of one."""

from __future__ import annotations

from typing import Any

from boxline.sandbox.baseball.box_lines import BatterLine, Counts, PitcherLine
from boxline.sandbox.baseball.tallies import Batting, Pitching
from boxline.sandbox.servers.baseball.mlb_words import innings, rate, share


def game_batting(line: BatterLine) -> dict[str, Any]:
    """A batter's line of one game."""
    counts = line.counts
    return {
        "summary": _batting_summary(counts),
        "gamesPlayed": 1,
        **_batted(counts),
        "plateAppearances": counts.appearances,
        "totalBases": counts.total_bases,
        "rbi": counts.runs_batted_in,
        "leftOnBase": line.left_on,
        **_unseen_of_batter(counts),
        "atBatsPerHomeRun": rate(counts.at_bats, counts.home_runs),
        "popOuts": counts.pops,
        "lineOuts": counts.liners,
    }


def season_batting(total: Batting) -> dict[str, Any]:
    """What a batter has counted so far; a rate of nothing is a placeholder, or .000."""
    counts = total.counts
    in_play = counts.at_bats - counts.strikeouts - counts.home_runs + counts.sac_flies
    return {
        "gamesPlayed": total.games,
        **_batted(counts),
        **_slash(counts),
        "plateAppearances": counts.appearances,
        "totalBases": counts.total_bases,
        "rbi": counts.runs_batted_in,
        "leftOnBase": total.left_on,
        **_unseen_of_batter(counts),
        "babip": share(counts.hits - counts.home_runs, in_play),
        "groundOutsToAirouts": rate(counts.grounders, _air_outs(counts)),
        "atBatsPerHomeRun": rate(counts.at_bats, counts.home_runs),
        "numberOfPitches": counts.pitches,
        "popOuts": counts.pops,
        "lineOuts": counts.liners,
    }


def game_pitching(line: PitcherLine, *, is_last: bool) -> dict[str, Any]:
    """A pitcher's line of one game."""
    total = Pitching()
    total.add(line, is_last=is_last)
    outs = line.outs
    return {
        "summary": _pitching_summary(line),
        "gamesPlayed": 1,
        "gamesStarted": int(line.is_starter),
        **_pitched(total),
        "pitchesThrown": line.counts.pitches,
        "gamesFinished": total.finished,
        "runsScoredPer9": rate(27 * line.runs, outs),
        "homeRunsPer9": rate(27 * line.counts.home_runs, outs),
        "popOuts": line.counts.pops,
        "lineOuts": line.counts.liners,
    }


def season_pitching(total: Pitching) -> dict[str, Any]:
    """What a pitcher has counted so far; without outs his rates are placeholders."""
    counts, outs = total.counts, total.outs
    walked = counts.walks + counts.hits
    return {
        "gamesPlayed": total.games,
        "gamesStarted": total.starts,
        **_pitched(total),
        **_slash(counts),
        "era": rate(27 * total.earned_runs, outs),
        "whip": rate(3 * walked, outs) if outs else "-",
        "pitchesThrown": counts.pitches,
        "groundOutsToAirouts": rate(counts.grounders, _air_outs(counts)),
        "winPercentage": share(total.wins, total.wins + total.losses),
        "pitchesPerInning": rate(3 * counts.pitches, outs),
        "gamesFinished": total.finished,
        "strikeoutWalkRatio": rate(counts.strikeouts, counts.walks),
        "strikeoutsPer9Inn": rate(27 * counts.strikeouts, outs),
        "walksPer9Inn": rate(27 * counts.walks, outs),
        "hitsPer9Inn": rate(27 * counts.hits, outs),
        "runsScoredPer9": rate(27 * total.runs, outs),
        "homeRunsPer9": rate(27 * counts.home_runs, outs),
        "popOuts": counts.pops,
        "lineOuts": counts.liners,
    }


def split_pitching(total: Pitching) -> dict[str, Any]:
    """What a pitcher has counted against one hand: nobody's runs are known of it."""
    left_out = {"runs", "earnedRuns", "era", "wins", "losses", "saves", "gamesStarted"}
    left_out |= {"winPercentage", "runsScoredPer9", "gamesFinished", "saveOpportunities"}
    written = {k: v for k, v in season_pitching(total).items() if k not in left_out}
    return {**written, "outsPitched": total.outs}


def split_batting(total: Batting) -> dict[str, Any]:
    """What a batter has counted against one hand, or one pitcher."""
    return {k: v for k, v in season_batting(total).items() if k != "runs"}


def _batted(counts: Counts) -> dict[str, Any]:
    return {
        "flyOuts": counts.flies,
        "groundOuts": counts.grounders,
        "airOuts": _air_outs(counts),
        "runs": counts.runs,
        "doubles": counts.doubles,
        "triples": counts.triples,
        "homeRuns": counts.home_runs,
        "strikeOuts": counts.strikeouts,
        "baseOnBalls": counts.walks,
        "intentionalWalks": 0,
        "hits": counts.hits,
        "hitByPitch": counts.hit_by_pitch,
        "atBats": counts.at_bats,
        "caughtStealing": 0,
        "stolenBases": 0,
        "stolenBasePercentage": ".---",
        "caughtStealingPercentage": ".---",
        "groundIntoDoublePlay": counts.double_plays,
        "groundIntoTriplePlay": 0,
    }


def _unseen_of_batter(counts: Counts) -> dict[str, Any]:
    return {
        "sacBunts": 0,
        "sacFlies": counts.sac_flies,
        "catchersInterference": 0,
        "pickoffs": 0,
    }


def _slash(counts: Counts) -> dict[str, Any]:
    """Batting average, on-base and slugging, of nothing .000 as the API has it."""
    reached = counts.hits + counts.walks + counts.hit_by_pitch
    chances = counts.at_bats + counts.walks + counts.hit_by_pitch + counts.sac_flies
    on_base = reached / chances if chances else 0.0
    slugging = counts.total_bases / counts.at_bats if counts.at_bats else 0.0
    return {
        "avg": share(counts.hits, counts.at_bats or 1),
        "obp": share(on_base, 1),
        "slg": share(slugging, 1),
        "ops": share(on_base + slugging, 1),
    }


def _pitched(total: Pitching) -> dict[str, Any]:
    counts = total.counts
    return {
        "flyOuts": counts.flies,
        "groundOuts": counts.grounders,
        "airOuts": _air_outs(counts),
        "runs": total.runs,
        "doubles": counts.doubles,
        "triples": counts.triples,
        "homeRuns": counts.home_runs,
        "strikeOuts": counts.strikeouts,
        "baseOnBalls": counts.walks,
        "intentionalWalks": 0,
        "hits": counts.hits,
        "hitByPitch": counts.hit_by_pitch,
        "atBats": counts.at_bats,
        "caughtStealing": 0,
        "stolenBases": 0,
        "stolenBasePercentage": ".---",
        "caughtStealingPercentage": ".---",
        "numberOfPitches": counts.pitches,
        "inningsPitched": innings(total.outs),
        "wins": total.wins,
        "losses": total.losses,
        "saves": total.saves,
        "saveOpportunities": total.saves,
        "holds": 0,
        "blownSaves": 0,
        "earnedRuns": total.earned_runs,
        "battersFaced": counts.appearances,
        "outs": total.outs,
        "gamesPitched": total.games,
        "completeGames": 0,
        "shutouts": 0,
        "balls": counts.pitches - counts.strikes,
        "strikes": counts.strikes,
        "strikePercentage": f".{round(100 * counts.strikes / counts.pitches):02d}0"
        if counts.pitches
        else "-.--",
        "hitBatsmen": counts.hit_by_pitch,
        "balks": 0,
        "wildPitches": 0,
        "pickoffs": 0,
        "totalBases": counts.total_bases,
        "rbi": counts.runs_batted_in,
        "inheritedRunners": total.inherited,
        "inheritedRunnersScored": total.inherited_scored,
        "catchersInterference": 0,
        "sacBunts": 0,
        "sacFlies": counts.sac_flies,
        "passedBall": 0,
    }


def _air_outs(counts: Counts) -> int:
    return counts.flies + counts.liners + counts.pops


def _batting_summary(counts: Counts) -> str:
    told = f"{counts.hits}-{counts.at_bats}"
    kinds = (("HR", counts.home_runs), ("K", counts.strikeouts), ("BB", counts.walks))
    each = [name if number == 1 else f"{number} {name}" for name, number in kinds if number]
    return " | ".join((told, ", ".join(each))) if each else told


def _pitching_summary(line: PitcherLine) -> str:
    counts = line.counts
    kinds = (("ER", line.earned_runs), ("K", counts.strikeouts), ("BB", counts.walks))
    each = [name if number == 1 else f"{number} {name}" for name, number in kinds]
    return f"{innings(line.outs)} IP, {', '.join(each)}"
