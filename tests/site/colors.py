"""Colors as eyes see them: contrast (WCAG 2), how unlike two are (CIEDE2000), and color blindness.

The simulation is that of Machado, Oliveira and Fernandes (2009) at severity 1, in linear RGB.
"""

import math

Color = tuple[float, float, float]

EYES: dict[str, tuple[Color, Color, Color]] = {
    "all colors": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""What each kind of eyes sees of linear red, green and blue."""
TO_XYZ = (
    (0.4124 / 0.95047, 0.3576 / 0.95047, 0.1805 / 0.95047),
    (0.2126, 0.7152, 0.0722),
    (0.0193 / 1.08883, 0.1192 / 1.08883, 0.9505 / 1.08883),
)
"""Linear RGB to XYZ, by the white of D65."""


def linear(written: str) -> Color:
    """Read `#rgb` or `#rrggbb` as linear RGB."""
    digits = written.removeprefix("#")
    pairs = (
        [2 * each for each in digits]
        if len(digits) == 3
        else [digits[n : n + 2] for n in (0, 2, 4)]
    )
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (int(each, 16) / 255 for each in pairs)
    )
    return red, green, blue


def contrast(first: str, second: str) -> float:
    """Give the contrast of two colors, 1 to 21."""
    lights = sorted(
        0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(linear, (first, second))
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def times(rows: tuple[Color, Color, Color], color: Color) -> Color:
    """Multiply a matrix by a color."""
    first, second, third = (sum(map(float.__mul__, map(float, row), color)) for row in rows)
    return first, second, third


def lab(color: Color) -> Color:
    """Give linear RGB as CIELAB."""
    x, y, z = (
        each ** (1 / 3) if each > (6 / 29) ** 3 else each / (3 * (6 / 29) ** 2) + 4 / 29
        for each in times(TO_XYZ, color)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(written: str, eyes: str) -> Color:
    """Give what some eyes see of a color, as CIELAB."""
    red, green, blue = (min(max(each, 0.0), 1.0) for each in times(EYES[eyes], linear(written)))
    return lab((red, green, blue))


def unlikeness(first: Color, second: Color) -> float:
    """Give how unlike two colors of CIELAB are (CIEDE2000; Sharma, Wu and Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = first, second
    mean = ((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * math.sqrt(mean / (mean + 25**7))
    c1, c2 = math.hypot(a1 * stretch, b1), math.hypot(a2 * stretch, b2)
    h1, h2 = (math.degrees(math.atan2(b, a * stretch)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = 0 if not c1 * c2 else (h2 - h1 + 180) % 360 - 180
    turn = 180 if turn == -180 and h2 > h1 else turn
    hue = h1 + h2 if not c1 * c2 else mean_hue(h1, h2)
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    weight = (
        1
        - 0.17 * math.cos(math.radians(hue - 30))
        + 0.24 * math.cos(math.radians(2 * hue))
        + 0.32 * math.cos(math.radians(3 * hue + 6))
        - 0.20 * math.cos(math.radians(4 * hue - 63))
    )
    of_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    of_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    of_hue = (
        2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2)) / (1 + 0.015 * chroma * weight)
    )
    bent = 30 * math.exp(-(((hue - 275) / 25) ** 2))
    tied = -2 * math.sqrt(chroma**7 / (chroma**7 + 25**7)) * math.sin(math.radians(2 * bent))
    return math.sqrt(of_light**2 + of_chroma**2 + of_hue**2 + tied * of_chroma * of_hue)


def mean_hue(first: float, second: float) -> float:
    """Give the middle of two hues in degrees, the shorter way round."""
    if abs(first - second) <= 180:
        return (first + second) / 2
    return (first + second + (360 if first + second < 360 else -360)) / 2
