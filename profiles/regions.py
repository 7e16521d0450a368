"""The states and provinces that people write in an address, and the zones of those outside the United States (theirs
stand in zip_zones.txt). Borders between zones that run through a province are known: both are named."""

NAMES = {
    "US": {
        "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
        "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
        "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
        "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts",
        "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana",
        "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
        "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
        "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota",
        "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
        "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
    },
    "CA": {
        "AB": "Alberta", "BC": "British Columbia", "MB": "Manitoba", "NB": "New Brunswick",
        "NL": "Newfoundland and Labrador", "NS": "Nova Scotia", "NT": "Northwest Territories", "NU": "Nunavut",
        "ON": "Ontario", "PE": "Prince Edward Island", "QC": "Quebec", "SK": "Saskatchewan", "YT": "Yukon",
    },
    "AU": {
        "ACT": "Australian Capital Territory", "NSW": "New South Wales", "NT": "Northern Territory",
        "QLD": "Queensland", "SA": "South Australia", "TAS": "Tasmania", "VIC": "Victoria",
        "WA": "Western Australia",
    },
}  # fmt: skip

_WRITTEN = {
    "CA": {
        "AB": "America/Edmonton",
        "BC": "America/Vancouver America/Edmonton America/Dawson_Creek",
        "MB": "America/Winnipeg",
        "NB": "America/Halifax",
        "NL": "America/St_Johns America/Halifax",
        "NS": "America/Halifax",
        "NT": "America/Yellowknife",
        "NU": "America/Iqaluit America/Rankin_Inlet America/Cambridge_Bay America/Resolute",
        "ON": "America/Toronto America/Winnipeg America/Atikokan",
        "PE": "America/Halifax",
        "QC": "America/Toronto America/Halifax America/Blanc-Sablon",
        "SK": "America/Regina America/Edmonton",
        "YT": "America/Whitehorse",
    },
    "AU": {
        "ACT": "Australia/Sydney",
        "NSW": "Australia/Sydney Australia/Broken_Hill Australia/Lord_Howe",
        "NT": "Australia/Darwin",
        "QLD": "Australia/Brisbane",
        "SA": "Australia/Adelaide",
        "TAS": "Australia/Hobart",
        "VIC": "Australia/Melbourne",
        "WA": "Australia/Perth Australia/Eucla",
    },
}
ZONES = {
    country: {code: frozenset(zones.split()) for code, zones in regions.items()}
    for country, regions in _WRITTEN.items()
}

# What a postal code begins with, and the zones or the region that it then lies in. The longest beginning counts.
POSTAL_STARTS = {
    "CA": {
        "A": "NL", "B": "NS", "C": "PE", "E": "NB", "G": "QC", "P": "ON", "R": "MB", "S": "SK", "T": "AB", "V": "BC",
        "X": "NT", "Y": "YT",
        **dict.fromkeys("HJKLMN", "America/Toronto"),
        **dict.fromkeys(["V3", "V4", "V5", "V6", "V7", "V8", "V9"], "America/Vancouver"),
        **dict.fromkeys(["X0A", "X0B", "X0C"], "NU"),
    },
    "AU": {
        **dict.fromkeys(["08", "09"], "NT"), **dict.fromkeys(["02", "1", "2"], "Australia/Sydney"),
        "2880": "Australia/Broken_Hill", "2898": "Australia/Lord_Howe", "3": "VIC", "4": "QLD", "5": "SA",
        "6": "Australia/Perth", "6443": "Australia/Eucla", "7": "TAS", "8": "VIC", "9": "QLD",
    },
    "ES": {
        **dict.fromkeys("012345", "Europe/Madrid"), **dict.fromkeys(["35", "38"], "Atlantic/Canary"),
    },
    "PT": {
        **dict.fromkeys("123456789", "Europe/Lisbon"),
        **dict.fromkeys(["95", "96", "97", "98", "99"], "Atlantic/Azores"),
    },
}  # fmt: skip
