"""Words beside a match that tell a time from what only looks like one.

All are sets of symbols of :mod:`vnnews.text.grammar`, for a look at the syllable before or behind a match.
"""

from __future__ import annotations

from collections.abc import Mapping

from vnnews.text.grammar import word_symbol


def symbols(words: str) -> frozenset[str]:
    """The symbols of words, for looking at what stands beside a match; named on import, as grammars do."""
    return frozenset(word_symbol(word) for word in words.split())


def phrases(list_of_phrases: str) -> tuple[str, ...]:
    """Phrases, separated by commas, as they stand in the string of symbols."""
    return tuple(" ".join(map(word_symbol, phrase.split())) for phrase in list_of_phrases.split(", "))


DURATION_CUES = symbols(
    "trong suốt sau mất hơn gần khoảng chừng dài thêm mỗi cứ chỉ qua được thời mấy cả ngoài quá chậm sớm muộn "
    "tròn đủ nửa còn ít nhiều tối tới ròng liền với cách"
)
"""Before "3 giờ": a length of time."""
CLOCK_CUES = symbols(
    "từ đến tới trước vào hồi lúc khi quãng tầm đúng kém khung chiếu hẹn đón là chuyến sóng mạc ra thúc cửa "
    "hành phát chốt dậy đầu tin thanh"
) | {"("}
"""Before "3 giờ": a time of day."""
YEAR_CUES = symbols("từ đến tới năm sinh sn hè kỳ và đầu cuối giữa hết trước sau mùa xuân thu đông vụ")
"""Before "1986": a year."""
SHORT_YEAR_CUES = symbols("từ đến tới năm sinh hè mùa xuân thu đông vụ hồi khóa lứa đời trước sau cup")
"""Before "'09": a year."""
FUTURE_CUES = phrases(
    "sẽ, sắp, dự kiến, dự báo, dự định, kế hoạch, ấn định, hẹn, chờ, đợi, mong, hứa, kịp, hạn chót, thời hạn, mời, "
    "tiếp theo, kế tiếp, yêu cầu, đề nghị, phấn đấu, mục tiêu, ấm dần, chuẩn bị, tới đây, lịch, đặt ra"
)
"""Shortly before a date: it lies ahead."""
PLANS = phrases("sẽ, sắp, dự kiến, dự định, ấn định, dời sang, lùi sang")
"""Of these the ones that put a date of their clause ahead."""
PAST_CUES = phrases("đã, hồi, vừa, kể từ, từng, trước đó, được biết")
"""Shortly before a date: it lies behind."""

NUMBER_CUES = symbols("số chiếm quá hơn được gần tỷ tỉ có thắng thua hòa bại dẫn kết khoản tổng mới xong")
"""Before "2/3": a ratio, a score or the number of something."""
NAME_CUES = symbols("đường phố ấp vòng khánh hẻm ngõ ngách lộ thpt thcs olympic số khối tổ chợ lớp lô trang thửa")
NAME_PHRASES = phrases(
    "công viên, bệnh viện, cách mạng, nhà máy, xí nghiệp, hợp tác xã, nông trường, lâm trường, tiểu đoàn, trung đoàn, "
    "sư đoàn, binh đoàn, công ty, khách sạn, quảng trường, số nhà, khu phố, cụm công nghiệp"
)
"""Before "30/4" or "Tháng Tám": a street, a park, a hospital, a feast."""
DATE_CUES = symbols(
    "từ đến tới vào hồi ngày hôm sáng trưa chiều tối đêm khuya trước sau kể hết mốc phiên dịp nhật hai ba tư năm sáu "
    "bảy bẩy nhằm đợt là tức nay qua"
)
"""Before "2/9": a date even where a ratio would read as well."""
COUNTED = symbols(
    "số diện dân người đại xã phường huyện tỉnh thôn hộ cổ thành học thí vụ trường phiếu ủy tổng trong chặng quãng "
    "lượng thời giá tổ bộ cán nước khu phần nhóm ngân tàu xe cơ dự cây câu trận thị sân thế cử bị ca bệnh gia doanh "
    "công lao nông sinh mẫu chủ bàn hội các đơn đồng ha chi đảng giáo bài lá ghế nhà điểm cột chỗ quận ý lô"
)
"""Behind "2/3": what is counted."""
UNITS_BEHIND = symbols(
    "triệu tỷ tỉ nghìn ngàn đồng người km m kg tấn phút giờ năm tháng ngày tuần giây độ lần mét ha usd cái con cm "
    "điểm phần chiếc hộ đô xã tạ lít trang suất đơn cây căn phòng vé mm kwh mw gam yến hecta héc ca vụ nhân cổ sản "
    "tuổi cuộc lượt buổi bữa chuyến gói viên bậc tầng tiết vòng set bàn sao liều mũi chai thùng hộp bao"
) | {"%"}
"""Behind a number: a unit or what is counted, so it is no date."""
SCORE_CUES = symbols("số thắng thua hòa dẫn tỷ tỉ bại")
WEEKDAY_CUES = symbols("vào ngày hôm từ đến tới sáng trưa chiều tối đêm khuya hết trước sau")
AGES = symbols("tuổi")
AGE_TAILS = symbols("đảng nghề quân thọ")
"""Behind "50 năm tuổi": a length of service, not an age."""
AFTER_EVENT = symbols(
    "khi đó giờ ngày lúc lễ vụ trận cuộc bão đại hội tiếng loạt vai điều tai cơn phiên kỳ mùa tết chiến sự "
    "đợt cú bàn buổi hôm giáng noel quốc giỗ trung vu phật"
)
"""Behind "ba ngày sau": the event that the days are counted from, so "sau" belongs to it."""
ALREADY = symbols("đã")
"""Behind "4 giờ" at the start of a clause: an hour at which something was so."""
COUNTRIES = symbols("mỹ pháp anh lào nga đức úc campuchia thái trung nhật hàn singapore cuba ấn philippines") | set(
    "mn"
)
"""Behind "Quốc khánh": another country's."""
OCCASIONS = symbols("dịp nhân mừng đón mùa lễ kỳ sau trước qua hết từ đến vé nghỉ ngày đêm tối sáng và hoặc là")
"""Before the name of a feast, also with a capital: no first part of a person's name."""
FOR_FEASTS = symbols("bánh đèn cây thông đồ quà ông trò mâm cỗ")
"""Before the name of a feast: a thing for it."""
AWAY = phrases("cách đây, cách nay")
"""Before "hơn ba năm": it is counted back from the publication."""
REMAINDER_CUES = symbols("còn thêm đầy chờ")
"""Before "ba ngày nữa": a length of time that is left."""
ARTICLES = symbols("một hai ba mỗi từng mọi mấy những các cả nhiều")
"""Before "buổi sáng": mornings in general."""
NOT_DURATION: Mapping[str, frozenset[str]] = {
    "tiếng": symbols("anh việt pháp nổ súng động kêu gõ hát nói đàn mẹ cười hô reo chuông bấc chì nói vang khóc la"),
    "ngày": symbols("nào công thường"),
    "đêm": symbols("nhạc diễn thơ hội hòa gala thi chung giao"),
    "quý": symbols("vị ông bà khách cô độc nhân"),
    "giờ": symbols("g"),
    "năm": symbols("nào"),
    "hôm": symbols("nào"),
}
NOT_NOW_LEFT = symbols("thoắt chợt thực phát xuất thể biểu tái đương ẩn")
NOT_NOW_RIGHT = symbols(
    "đại tượng trường thực vật diện hữu hành lên ra rõ thân hình kim thời sinh tồn ảnh nguyên về "
    "trạng tình thành hồn những"
)
CLAUSE_STARTS = frozenset('\n.,;:“"!?…-–') | symbols("mà nhưng và còn chứ rồi")
NOT_HOUR_RIGHT = symbols(
    "giấc làm học cao vàng đó ấy chót hành tan ăn nghỉ ra g giới mở khai thi bay tàu địa hẹn thứ "
    "trái việt hà gmt bóng vào đầu tý tí sửu dần mão thìn tỵ ngọ mùi thân dậu tuất hợi"
)

NUMERALS = symbols("một hai ba bốn tư năm sáu bảy bẩy tám chín mười mươi trăm nghìn ngàn triệu chục vài mấy")
RANGE_CUES = symbols("từ ngày đêm các")
"""Before "14 đến 18/9": a first day."""
DOTTED_CUES = symbols("hồi ngày hôm sáng trưa chiều tối đêm từ đến vào trước sau")
DAY_ENDS = frozenset(".,;:)\n") | symbols("và đến tới ở tại thì khi trong cùng rạng")
SPEEDS = symbols("km mét m")
FUNCTION_WORDS = symbols("của trong sau với và là được có còn mỗi từ đến đã sẽ cho chỉ mới") | frozenset("-–")
BADGES = symbols("hiệu")
NUMBERED = symbols("số cấp thứ lớp tầng điều")
EVERY = symbols("cứ")
CUMULATIVE = symbols("kế")
DEADLINES = symbols("trước")
LIMITS = symbols("tới tận")
"""Right before a date or, the second ones, before a month: it lies ahead."""
STILL = symbols("mới vẫn chưa")
WEEKDAY_HEADS = symbols("ngày")
UNTIL = symbols("đến tới")
UNTIL_STARTS = symbols("từ")
AT = symbols("ở")
SESSIONS = symbols("phiên đến tin")
PART_NAMES = symbols("mai qua nay cuối đầu")
QUARTERS_BEHIND = frozenset("ab") | symbols("i ii iii iv")
ON_END = symbols("trời")
"""Behind "hàng tháng": months on end, not each month."""
PLURALS = symbols("các những mọi")
"""Before a weekday: each of them."""
APPROXIMATORS = symbols("khoảng gần hơn chừng quãng tầm đúng")
SEASONS = symbols("xuân hè thu đông")
LOOSE_DATE_CUES = symbols("là tức nay qua hai ba tư năm")
"""Before "3-2": a date only where it can be no score."""
THAT = symbols("ấy đó")
"""Behind "đêm": a night of which the text tells elsewhere; the guidelines leave it out."""
MODIFIERS: Mapping[tuple[bool, str], str] = {
    **{(False, symbol): "BEFORE" for symbol in symbols("trước")},
    **{(False, symbol): "AFTER" for symbol in symbols("sau")},
    **{(kind, symbol): "APPROX" for symbol in symbols("khoảng chừng quãng tầm độ") for kind in (False, True)},
    **{(True, symbol): "MORE_THAN" for symbol in symbols("hơn trên ngoài quá")},
    **{(True, symbol): "LESS_THAN" for symbol in symbols("gần dưới ngót")},
}
"""TIMEX3 modifier by whether the time is a duration, and the word before it."""
FRACTIONS = symbols("phần")
PAST_AN_HOUR = symbols("quá sau")
"""Before "22 giờ": an hour of the evening rather than so many hours."""
BECOMES_LESS = phrases("xuống còn, xuống chỉ, xuống dưới, xuống khoảng, còn khoảng, còn hơn, chỉ còn")
"""Behind "4 giờ": so long it took before."""
AT_LATEST = frozenset(phrases("muộn nhất, chậm nhất, trễ nhất, sớm nhất, hạn chót, hạn cuối"))
"""Before "5/8": a date that something is due on."""
AS_MANY = phrases("có tới, lên tới, có đến, lên đến, chiếm tới")
"""Before "8/11": a number that is called large."""
PLACED_DAYS = (*symbols("nay qua mai kia"), *phrases("chủ nhật, thứ hai, thứ ba, thứ tư, thứ năm, thứ sáu, thứ bảy"))
"""Before "(8/12)": a day that the date explains."""
ONE_WAY = symbols("đảo ngược xoay quay đổi trái một")
"""Before "chiều": a direction, not an afternoon."""
PARTS = symbols("sáng trưa chiều tối đêm")
"""Before "đến tối": the day from one part to another."""
ON_DUTY = symbols("mở cửa động trực vụ trợ sóng hành khách liên tục")
"""Before "24/7": day and night."""
SCHEDULED = symbols("suất chuyến")
"""Shortly before an hour: what takes place at that hour on any day."""
EARLY = symbols("trong ngay suốt qua")
"""Before "tuần đầu": the length of a first unit."""
PAST_ONLY = symbols("hồi")
"""Before a date: it lies behind."""
CLOSED = symbols("đi")
"""Behind "mười năm qua": the years went by."""
COMPARISONS = symbols("với")
HABIT_CUES = phrases("thường, hoạt động, bao giờ cũng, luôn")
"""Shortly before an hour: it belongs to no day."""
LASTING = symbols("lâu nhiều")
PASSING = symbols("qua")
SHORT_WEEKDAYS = symbols("t2 t3 t4 t5 t6 t7 cn")
LIST_JOINS = frozenset(",-–/&") | symbols("và đến tới hoặc hay")
"""Between the members of a list or range of weekdays."""
TIMETABLES = frozenset(":(\n") | symbols(
    "từ vào các ngày sáng chiều tối trưa học làm việc chạy dân cửa nghỉ chiếu bay phát trực họp lịch cả"
)
"""Before such a list: when something takes place."""
DOCUMENTS = symbols("tư định quyết hoạch thị văn lệnh lệ")
"""Before "22 ngày 5-8": the last syllable of a kind of document (Thông tư, Nghị định), so the number is its own."""
