"""The three tabular datasets: laws of the features, and relations of the target to them.

Features are drawn independently of each other (but a house's rooms follow its area), so a column that a batch does
not name as drifted has exactly the reference's law. In each dataset the target follows another rule in a region
that the reference hardly visits: a model trained on the reference cannot know it, and covariate drift leads there.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from sample_data.draw import Bools, Draw, Floats

PRIOR_POOL = 12
"""For prior drift, rows are chosen by their target from a pool this many times larger."""


# ---- sample_users_churn -------------------------------------------------------------------------------------

PLANS = {"free": 0.25, "basic": 0.45, "premium": 0.30}
PLANS_DRIFTED = {"free": 0.62, "basic": 0.23, "premium": 0.15}
TICKETS = {"0": 0.35, "1": 0.25, "2": 0.18, "3": 0.12, "4": 0.06, "5": 0.04}


def churn(draw: Draw, n: int, drift: str) -> pd.DataFrame:
    """Users. Covariate drift: a campaign brings many free users with many logins."""
    covariate = drift == "covariate"
    frame = pd.DataFrame(
        {
            "age": draw.normal(n, 36, 6.5, 22, 50).round().astype(int),
            "subscription_type": draw.choice(n, PLANS_DRIFTED if covariate else PLANS),
            "login_count": draw.normal(n, 75 if covariate else 40, 15, 1, 120).round().astype(int),
            "avg_session_time": draw.normal(n, 12, 4.2, 1.0, 25.2).round(1),
            "last_login_days_ago": np.floor(201 * draw.uniform(n) ** 1.5).astype(int),
            "support_tickets": draw.choice(n, TICKETS).astype(int),
        }
    )
    rule = _churn_after_price_rise(frame) if drift == "concept" else _churn_rule(frame)
    frame["churned"] = rule ^ draw.flag(n, 0.06)
    return frame


def _churn_rule(users: pd.DataFrame) -> Bools:
    """Free users churn with few logins, and, seldom seen in the reference, with very many: they have outgrown the
    free plan. Basic users churn after long absence, premium users after trouble. 40 % in every group."""
    logins = users["login_count"].to_numpy()
    free = (logins <= 36) | (logins >= 79)
    basic = users["last_login_days_ago"].to_numpy() > 93
    premium = users["support_tickets"].to_numpy() >= 2
    return _by_plan(users, free, basic, premium)


def _churn_after_price_rise(users: pd.DataFrame) -> Bools:
    """Concept drift: after a price rise those leave who used it most, but premium users behave as before. Still
    40 % in every group."""
    free = users["login_count"].to_numpy() >= 44
    basic = users["last_login_days_ago"].to_numpy() < 50
    premium = users["support_tickets"].to_numpy() >= 2
    return _by_plan(users, free, basic, premium)


def _by_plan(users: pd.DataFrame, free: Bools, basic: Bools, premium: Bools) -> Bools:
    plan = users["subscription_type"].to_numpy()
    return np.where(plan == "free", free, np.where(plan == "basic", basic, premium)).astype(np.bool_)


# ---- customer_segments --------------------------------------------------------------------------------------

REGIONS = {"north": 0.35, "east": 0.30, "south": 0.20, "west": 0.15}
REGIONS_DRIFTED = {"north": 0.10, "east": 0.12, "south": 0.23, "west": 0.55}
WEALTHY = 85.0


def segments(draw: Draw, n: int, drift: str) -> pd.DataFrame:
    """Customers. Covariate drift: shops open in the west, in quarters with high incomes."""
    covariate = drift == "covariate"
    frame = pd.DataFrame(
        {
            "age": draw.normal(n, 37, 7, 22, 52).round().astype(int),
            "income": draw.normal(n, 99 if covariate else 60, 8 if covariate else 11, 30, 120)
            .round()
            .astype(int),
            "visit_count": draw.normal(n, 11, 3.6, 2, 20).round().astype(int),
            "avg_spend": draw.normal(n, 39, 11, 9.8, 70.0).round(1),
            "region": draw.choice(n, REGIONS_DRIFTED if covariate else REGIONS),
        }
    )
    income = (frame["income"].to_numpy() - 60) / 11
    visits = (frame["visit_count"].to_numpy() - 11) / 3.6
    spend = (frame["avg_spend"].to_numpy() - 39) / 11
    # Concept drift: frequent visitors are bargain hunters now.
    score: Floats = (income - visits if drift == "concept" else income + visits) / np.sqrt(2)
    # Whoever earns more than 85 is valued by what they spend; the reference hardly knows such customers.
    score = np.where(frame["income"].to_numpy() > WEALTHY, spend, score) + draw.normal(n, 0, 0.12, -1, 1)
    cut = 0.4307  # terciles of the normal law
    segment = np.where(score < -cut, "A", np.where(score < cut, "B", "C")).astype(object)
    frame["segment"] = np.where(draw.flag(n, 0.04), draw.choice(n, {"A": 1, "B": 1, "C": 1}), segment)
    return frame


# ---- house_prices -------------------------------------------------------------------------------------------

LOCATIONS = {
    "seoul": 0.22,
    "busan": 0.22,
    "seongnam": 0.14,
    "daegu": 0.14,
    "incheon": 0.11,
    "gwangju": 0.11,
    "yongin": 0.02,
    "ulsan": 0.02,
    "sejong": 0.02,
}
LOCATIONS_DRIFTED = {name: share / 0.94 * 0.28 for name, share in LOCATIONS.items()} | {
    "yongin": 0.24,
    "ulsan": 0.20,
    "sejong": 0.28,
}
LEVELS = {
    "seoul": 1300.0,
    "busan": -200.0,
    "seongnam": 800.0,
    "daegu": -500.0,
    "incheon": 100.0,
    "gwangju": -700.0,
    "yongin": 300.0,
    "ulsan": -300.0,
    "sejong": 200.0,
}
SWAPPED = {"seoul": "busan", "seongnam": "daegu", "incheon": "gwangju"}
NEW_TOWNS = ("yongin", "ulsan", "sejong")
NEW_SINCE = 2013


def houses(draw: Draw, n: int, drift: str) -> pd.DataFrame:
    """Flats; prices in ten thousand won. Covariate drift: new flats in new towns come on the market."""
    covariate = drift == "covariate"
    area = draw.normal(n, 76, 17, 33, 120).round(1)
    years = draw.normal(n, 2015 if covariate else 2005, 2.2 if covariate else 3.6, 1995, 2020)
    frame = pd.DataFrame(
        {
            "area": area,
            "bedrooms": np.clip(np.round(area / 26 + draw.normal(n, 0, 0.4, -1, 1)), 1, 4).astype(int),
            "bathrooms": np.clip(np.round(area / 52 + draw.normal(n, 0, 0.35, -1, 1)), 1, 3).astype(int),
            "year_built": years.round().astype(int),
            "location": draw.choice(n, LOCATIONS_DRIFTED if covariate else LOCATIONS),
        }
    )
    price = _price(frame, concept=drift == "concept") + draw.normal(n, 0, 330, -1500, 1500)
    frame["price"] = (np.clip(price, 3300, 11500) / 10).round().astype(int) * 10
    return frame


def _price(flats: pd.DataFrame, *, concept: bool) -> Floats:
    """Larger, newer and in Seoul is dearer. New flats in new towns (seldom in the reference) go to singles: the
    smaller, the dearer. Concept drift: cities swap their levels and old flats, up for renewal, are the dear ones;
    the law of the prices stays."""
    area, year = flats["area"].to_numpy() - 76, flats["year_built"].to_numpy() - 2005
    levels = dict(LEVELS)
    if concept:
        for a, b in SWAPPED.items():
            levels[a], levels[b] = LEVELS[b], LEVELS[a]
    level = flats["location"].map(levels).to_numpy(dtype=float)
    rooms = 180 * (flats["bedrooms"].to_numpy() - 3) + 150 * (flats["bathrooms"].to_numpy() - 1.5)
    usual = 6700 + 42 * area + rooms + level + (-90 if concept else 90) * year
    young = flats["location"].isin(NEW_TOWNS).to_numpy() & (year >= NEW_SINCE - 2005)
    return np.where(young, 7000 - 62 * area + level, usual)


# ---- prior drift --------------------------------------------------------------------------------------------


def prior(
    make: Callable[[Draw, int, str], pd.DataFrame],
    draw: Draw,
    n: int,
    target: str,
    shares: dict[object, float],
) -> pd.DataFrame:
    """``n`` rows in which classes of ``target`` have ``shares``, each class with its law of the reference."""
    pool = make(draw, n * PRIOR_POOL, "none")
    counts = {value: round(n * share) for value, share in shares.items()}
    parts = [pool[pool[target] == value].head(count) for value, count in counts.items()]
    chosen = pd.concat(parts, ignore_index=True)
    return chosen.iloc[draw.order(len(chosen))].reset_index(drop=True)


def prior_of_prices(draw: Draw, n: int) -> pd.DataFrame:
    """``n`` flats, the dear ones more often: accepted with a probability that rises with the price alone."""
    pool = houses(draw, n * PRIOR_POOL, "none")
    accept = 1 / (1 + np.exp(-(pool["price"].to_numpy() - 8400) / 420))
    return pool[draw.uniform(len(pool)) < accept].head(n).reset_index(drop=True)
