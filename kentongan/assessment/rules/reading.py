"""Reads an instrument's TOML text into a `Document`, or says everything that is wrong with it, line by line."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kentongan.assessment.enums import Measure, Purpose
from kentongan.assessment.rules.complaints import BadDocument, Complaints, Problem, Table, proposal, shown
from kentongan.assessment.rules.document import Document, Indicator, PointItem, Rule, Tier, Window
from kentongan.assessment.rules.layout import lay_out
from kentongan.evidence.kinds import BY_CODE, DECREE, FAMILIES, kinds_of, numbers_of

__all__ = ["BadDocument", "Problem", "read_document"]

LARGEST = 32 * 1024
# Deeper or longer things are no instrument, and reading them would take long.
DEEPEST_KEY = 8
LONGEST_WORD_LIST = 30

MOST_BASE = 12
MOST_INDICATORS = 24
MOST_TIERS = 12
MOST_RULES = 40
MOST_DAYS = 1825
MOST_MONTHS = 60
MOST_GRACE = 366
MOST_LIMIT = 1000
MOST_SCORE = 100_000

BY_RULES, BY_SCORE = "aturan", "nilai"
MET, UNMET = "terpenuhi", "tidak"

_TOP_KEYS = (
    "kode", "nama", "tujuan", "sumber", "catatan", "usulan", "cara", "hanya_terkonfirmasi", "turun", "syarat", "tingkat",
)  # fmt: skip
_COMMON_KEYS = ("nama", "lawan", "hitung", "petunjuk", "bobot")
_KEYS_OF = {
    Measure.IN_FORCE: ("jenis", "batas", "hanya_terkonfirmasi"),
    Measure.COUNT: ("jenis", "batas", "rentang", "hanya_terkonfirmasi"),
    Measure.SHARE: ("jenis", "dari", "batas", "rentang", "bila_kosong", "hanya_terkonfirmasi"),
    Measure.MONTHS: ("jenis", "batas", "rentang", "hanya_terkonfirmasi"),
    Measure.POINTS: ("butir", "batas", "rentang", "hanya_terkonfirmasi"),
    Measure.ALL_OF: ("syarat",),
    Measure.ANY_OF: ("syarat",),
}
_RULE_KEYS = ("ada", "tidak", "walau", "alasan")

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
_LENGTH = re.compile(r"(\d{1,6})\s*([a-z]+)")
_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d))?\s*%")
_AT_LINE = re.compile(r" \(at line (\d+), column (\d+)\)$| \(at end of document\)$")


def read_document(text: str) -> Document:
    """The instrument that ``text`` describes. Raises `BadDocument` with every problem found."""
    # Windows' own editor puts a mark before the first letter.
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    _check_size(text)
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadDocument([_syntax_problem(text, error)]) from error
    complaints = Complaints(lay_out(text))
    document = _Reader(complaints).read(Table(values, (), complaints))
    complaints.raise_any()
    return document


# Before the text is parsed ----------------------------------------------------------------------------------


def _check_size(text: str) -> None:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > LARGEST:
        sentence = _("Isinya terlalu besar: %(size)d KB, paling banyak %(most)d KB. Pendekkan catatan dan aturannya.")
        raise BadDocument([Problem(None, sentence % {"size": -(-size // 1024), "most": LARGEST // 1024})])
    if not text.strip():
        raise BadDocument([Problem(None, _("Isinya masih kosong. Mulai dari salah satu contoh instrumen."))])
    for number, line in enumerate(text.split("\n"), 1):
        # A key of thousands of parts would keep the parser busy; texts with many dots in quotation marks are fine.
        if line.count(".") > DEEPEST_KEY and _dots_of_key(line) > DEEPEST_KEY:
            sentence = _("Nama di baris ini bertingkat terlalu dalam. Paling dalam %(most)d tingkat.")
            raise BadDocument([Problem(number, sentence % {"most": DEEPEST_KEY})])


def _dots_of_key(line: str) -> int:
    """How many dots stand before the value, outside quotation marks."""
    dots, quote = 0, ""
    for char in line:
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "=#":
            break
        else:
            dots += char == "."
    return dots


def _syntax_problem(text: str, error: Exception) -> Problem:
    if isinstance(error, RecursionError):
        return Problem(
            _deepest_line(text), _("Kurung di baris ini bersusun terlalu dalam. Tulis daftarnya tanpa bersusun.")
        )
    message = str(error)
    found = _AT_LINE.search(message)
    if not found:  # a number of thousands of digits, a month 13
        sentence = _("Ada angka atau tanggal yang tidak terbaca. Bandingkan dengan contoh instrumen.")
        return Problem(_unreadable_line(text), sentence)
    lines = text.rstrip().split("\n")
    line = int(found[1]) if found[1] else len(lines)
    if message.startswith("Unclosed") and found[1] and not lines[line - 1][: int(found[2]) - 1].strip():
        # Noticed at the first word of a line: what is missing is missing on a line before.
        line -= 1
        while line > 1 and lines[line - 1].strip()[:1] in {"", "#"}:
            line -= 1
    return Problem(line, _syntax_sentence(message))


def _unreadable_line(text: str) -> int | None:
    """The first line that is well formed and yet cannot be read."""
    for number, line in enumerate(text.split("\n"), 1):
        try:
            tomllib.loads(line)
        except ValueError as error:
            if not _AT_LINE.search(str(error)):
                return number
    return None


def _deepest_line(text: str) -> int:
    lines = text.split("\n")
    return max(range(len(lines)), key=lambda number: lines[number].count("[") + lines[number].count("{")) + 1


def _syntax_sentence(message: str) -> str:
    if "twice" in message:
        name = ".".join(re.findall(r"'([^']*)'", message))
        sentence = _("Bagian [%(name)s] ditulis dua kali. Gabungkan isinya, atau beri nama lain.")
        return sentence % {"name": shown(name)}
    if "overwrite" in message or "Duplicate" in message or "mutate" in message or "redefine" in message:
        return _("Nama ini ditulis dua kali di bagian yang sama. Hapus salah satu.")
    if "after a key" in message:
        return _("Setelah nama harus ada tanda “=”, misalnya: batas = 2")
    if "Unterminated string" in message or 'Expected "' in message or "character" in message:
        return _("Tanda kutip di baris ini belum ditutup, atau ada huruf yang tidak boleh di dalamnya.")
    if "Unclosed array" in message or "Unclosed inline" in message:
        return _('Daftar belum ditutup, atau ada koma yang kurang. Tulis seperti: jenis = ["rapat", "berita"]')
    if "table declaration" in message:
        return _("Judul bagian belum ditutup. Tulis seperti [syarat.sk] atau [[tingkat]].")
    if "Unescaped" in message:
        return _("Tanda “\\” tidak boleh di dalam kutip. Tulis dua kali (\\\\) atau hapus.")
    if "Invalid value" in message or "Expected newline" in message:
        return _('Isi baris ini tidak terbaca. Teks harus di antara tanda kutip, misalnya: rentang = "180 hari"')
    if "Invalid statement" in message:
        return _('Baris ini tidak terbaca. Tulis seperti: nama = "isi". Penjelasan diawali tanda “#”.')
    return _("Baris ini tidak terbaca. Bandingkan dengan contoh instrumen.")


# What the text says -----------------------------------------------------------------------------------------


@dataclass
class _Reader:
    complaints: Complaints

    def read(self, top: Table) -> Document:
        top.check_keys(_TOP_KEYS, _("bagian atas"))
        code = top.take_text("kode", 60, example='kode = "klaster-kim"')
        if code and not _CODE.fullmatch(code):
            top.complain("kode", _("Kode hanya boleh berisi huruf kecil, angka, dan tanda “-”, misalnya: klaster-kim"))
        purpose = top.take_choice("tujuan", Purpose.values)
        by_score = top.take_choice("cara", (BY_RULES, BY_SCORE), default=BY_RULES) == BY_SCORE
        fall = top.take_table("turun", "[turun]")
        fall.check_keys(("setelah", "paling_cepat"), "[turun]")
        indicators = self._indicators(top, by_score, top.take_flag("hanya_terkonfirmasi"))
        keys = {one.key for one in indicators}
        document = Document(
            code=code,
            name=top.take_text("nama", 120, example='nama = "Klaster KIM"'),
            purpose=Purpose(purpose) if purpose else Purpose.TIERS,
            indicators=indicators,
            tiers=self._tiers(top, keys, by_score),
            grace=self._days(fall, "setelah"),
            stay=self._days(fall, "paling_cepat"),
            by_score=by_score,
            source=top.take_text("sumber", 500, lines=True),
            note=top.take_text("catatan", 2000, lines=True),
            is_proposal=top.take_flag("usulan"),
        )
        if document.purpose == Purpose.ACTIVITY and document.tiers and not any(one.is_active for one in document.tiers):
            sentence = _("Belum ada tingkat yang berarti aktif. Tambahkan “aktif = true” pada tingkat itu.")
            self.complaints.add(("tingkat", 0), sentence)
        return document

    def _days(self, fall: Table, key: str) -> int:
        window = self._length(fall, key, least=0, most_days=MOST_GRACE, example=f'{key} = "30 hari"', optional=True)
        if window.months:
            fall.complain(key, _('Tulis “%(key)s” dalam hari, misalnya: %(key)s = "30 hari"') % {"key": key})
        return window.days

    # Indicators

    def _indicators(self, top: Table, by_score: bool, confirmed_only: bool) -> tuple[Indicator, ...]:
        section = top.take_table("syarat", "[syarat.nama]")
        tables: list[Table] = []
        for key in section.values:
            if not _KEY.fullmatch(key):
                sentence = _("Nama syarat “%(key)s” hanya boleh huruf kecil, angka, “-”, dan “_”, paling panjang 40.")
                section.complain(key, sentence % {"key": shown(key)})
            elif len(tables) < MOST_INDICATORS:
                tables.append(section.take_table(key, f"[syarat.{key}]"))
        if not section.values:
            self.complaints.add(("syarat",), _("Belum ada syarat. Tambahkan paling sedikit satu bagian [syarat.nama]."))
        indicators = tuple(self._indicator(table, by_score, confirmed_only) for table in tables)
        base = [one for one in indicators if not one.is_composite]
        if len(section.values) > MOST_INDICATORS or len(base) > MOST_BASE:
            sentence = _("Ada %(n)d syarat; paling banyak %(most)d yang dihitung dari bukti. Gabungkan atau hapus.")
            excess = base[MOST_BASE].key if len(base) > MOST_BASE else list(section.values)[MOST_INDICATORS]
            section.complain(excess, sentence % {"n": len(section.values), "most": MOST_BASE})
        self._check_parts(indicators)
        if by_score and indicators and not any(one.weight or one.measure == Measure.POINTS for one in indicators):
            sentence = _('Dengan cara = "nilai", paling sedikit satu syarat harus punya bobot, misalnya: bobot = 20')
            section.complain("", sentence)
        return indicators

    def _indicator(self, table: Table, by_score: bool, confirmed_only: bool) -> Indicator:
        key = str(table.path[-1])
        written = table.take_choice("hitung", Measure.values)
        name = table.take_text("nama", 60, example='nama = "organisasi berjalan"')
        if not written:
            return Indicator(key, name, "", Measure.COUNT)
        measure = Measure(written)
        table.check_keys((*_COMMON_KEYS, *_KEYS_OF[measure]), f"[syarat.{key}] ({measure})")
        weight = table.take_whole("bobot", 1, MOST_LIMIT, default=0)
        if weight and not by_score:
            table.complain("bobot", _('Bobot hanya dipakai bila di atas tertulis cara = "nilai". Hapus baris ini.'))
        return Indicator(
            key=key,
            name=name,
            opposite=table.take_text("lawan", 60) or _("tidak %(name)s") % {"name": name},
            measure=measure,
            kinds=self._kinds(table, "jenis", measure) if "jenis" in _KEYS_OF[measure] else (),
            window=self._window(table, measure),
            limit=self._limit(table, measure, by_score),
            confirmed_only="hanya_terkonfirmasi" in _KEYS_OF[measure]
            and table.take_flag("hanya_terkonfirmasi", default=confirmed_only),
            of=self._whole_of_share(table) if measure == Measure.SHARE else (),
            empty_is_met=measure == Measure.SHARE and table.take_choice("bila_kosong", (MET, UNMET), default=UNMET) == MET,
            items=self._items(table) if measure == Measure.POINTS else (),
            parts=table.take_words("syarat", required=True, example='syarat = ["sk", "organisasi"]')
            if measure in {Measure.ALL_OF, Measure.ANY_OF}
            else (),
            weight=weight,
            hint=table.take_text("petunjuk", 160),
        )  # fmt: skip

    def _kinds(self, table: Table, key: str, measure: Measure | None = None) -> tuple[str, ...]:
        example = f'{key} = ["sk"]' if measure == Measure.IN_FORCE else f'{key} = ["rapat"]'
        words = table.take_words(key, required=True, example=example)
        if len(words) > LONGEST_WORD_LIST:
            sentence = _("“%(key)s” terlalu panjang: paling banyak %(most)d kata.")
            table.complain(key, sentence % {"key": key, "most": LONGEST_WORD_LIST})
            return ()
        for word in words:
            self._check_kind(table, key, word, measure)
        return words

    def _check_kind(self, table: Table, key: str, word: str, measure: Measure | None) -> None:
        spans = [DECREE, *(code for code, kind in BY_CODE.items() if kind.is_span)]
        if word == DECREE:
            if measure != Measure.IN_FORCE:
                sentence = _('“sk” hanya dapat dipakai dengan hitung = "berlaku". Hapus “sk” dari daftar ini.')
                table.complain(key, sentence)
        elif not kinds_of(word):
            known = spans if measure == Measure.IN_FORCE else [*BY_CODE, *FAMILIES]
            sentence = _("Jenis bukti “%(word)s” tidak dikenal.") % {"word": shown(word)}
            table.complain(key, sentence + proposal(word, known))
        elif measure == Measure.IN_FORCE and word not in spans:
            sentence = _("“%(word)s” tidak punya masa berlaku. Yang punya: %(spans)s.")
            table.complain(key, sentence % {"word": word, "spans": ", ".join(spans)})

    def _whole_of_share(self, table: Table) -> tuple[str, ...]:
        whole = self._kinds(table, "dari")
        outside = [one for one in table.values.get("jenis", ()) if isinstance(one, str)]
        outside = [one for one in outside if numbers_of([one]) - numbers_of(whole)]
        if whole and outside:
            sentence = _("%(words)s tidak termasuk “dari”. Bagian harus diambil dari semuanya; tambahkan ke “dari”.")
            table.complain("jenis", sentence % {"words": shown(", ".join(outside))})
        return whole

    def _window(self, table: Table, measure: Measure) -> Window:
        if "rentang" not in _KEYS_OF[measure]:
            return Window()
        example = 'rentang = "12 bulan"' if measure == Measure.MONTHS else 'rentang = "180 hari"'
        window = self._length(table, "rentang", least=1, most_days=MOST_DAYS, example=example)
        if measure == Measure.MONTHS and window.days:
            table.complain("rentang", _('Di sini rentang ditulis dalam bulan, misalnya: rentang = "12 bulan"'))
        return window

    def _length(
        self, table: Table, key: str, *, least: int, most_days: int, example: str, optional: bool = False
    ) -> Window:
        if optional and not table.has(key):
            return Window()
        text = table.take_text(key, 40, example=example)
        if not text:
            return Window()
        found = _LENGTH.fullmatch(text.lower())
        if not found or found[2] not in {"hari", "bulan", "minggu", "tahun"}:
            sentence = _(
                "“%(text)s” tidak terbaca. Tulis jumlah dan satuannya (hari atau bulan), misalnya: %(example)s"
            )
            table.complain(key, sentence % {"text": shown(text), "example": example})
            return Window()
        n, unit = int(found[1]), found[2]
        if unit in {"minggu", "tahun"}:
            meant = f"{n * 7} hari" if unit == "minggu" else f"{n * 12} bulan"
            sentence = _('Satuannya hari atau bulan. Tulis: %(key)s = "%(meant)s"')
            table.complain(key, sentence % {"key": key, "meant": meant})
            return Window()
        most = most_days if unit == "hari" else MOST_MONTHS
        if not least <= n <= most:
            sentence = _("“%(text)s” di luar batas. Pakai dari %(least)d sampai %(most)d %(unit)s.")
            table.complain(key, sentence % {"text": shown(text), "least": least, "most": most, "unit": unit})
            return Window()
        return Window(days=n) if unit == "hari" else Window(months=n)

    def _limit(self, table: Table, measure: Measure, by_score: bool) -> int:
        if measure == Measure.SHARE:
            return self._share(table)
        if measure in {Measure.ALL_OF, Measure.ANY_OF}:
            return 1
        # Points may add up without any limit of their own where tiers go by score.
        optional = measure == Measure.IN_FORCE or (by_score and measure == Measure.POINTS)
        limit = table.take_whole("batas", 1, MOST_LIMIT, default=1 if optional else None, example="batas = 2")
        if measure == Measure.MONTHS:
            window = _LENGTH.fullmatch(str(table.values.get("rentang", "")).lower())
            if window and window[2] == "bulan" and limit > int(window[1]):
                sentence = _("Batas %(limit)d bulan tidak mungkin tercapai dalam %(months)d bulan. Kecilkan batasnya.")
                table.complain("batas", sentence % {"limit": limit, "months": int(window[1])})
        return limit

    def _share(self, table: Table) -> int:
        text = table.take_text("batas", 20, example='batas = "50%"')
        found = _PERCENT.fullmatch(text)
        limit = int(found[1]) * 10 + int(found[2] or 0) if found else 0
        if text and not 1 <= limit <= 1000:
            sentence = _('Tulis batas dalam persen, lebih dari 0 sampai 100, misalnya: batas = "50%"')
            table.complain("batas", sentence)
        return limit or 1

    def _items(self, table: Table) -> tuple[PointItem, ...]:
        heading = f"[[syarat.{table.path[-1]}.butir]]"
        tables = table.take_tables("butir", LONGEST_WORD_LIST, heading)
        if not tables and isinstance(table.values.get("butir", []), list):
            sentence = _("Belum ada butir poin. Tambahkan paling sedikit satu %(heading)s dengan jenis dan nilainya.")
            table.complain("", sentence % {"heading": heading})
        items = []
        for one in tables:
            one.check_keys(("jenis", "nilai", "paling_banyak"), heading)
            points = one.take_whole("nilai", 1, MOST_LIMIT, example="nilai = 2")
            items.append(
                PointItem(self._kinds(one, "jenis"), points, one.take_whole("paling_banyak", 1, 10_000, default=0))
            )
        most = sum(one.cap for one in items)
        limit = table.values.get("batas", 0)
        if items and all(one.cap for one in items) and isinstance(limit, int) and limit > most:
            sentence = _("Batas %(limit)d tidak mungkin tercapai: semua butir bersama paling banyak %(most)d poin.")
            table.complain("batas", sentence % {"limit": limit, "most": most})
        return tuple(items)

    def _check_parts(self, indicators: tuple[Indicator, ...]) -> None:
        known = {one.key: one for one in indicators}
        for one in indicators:
            path = ("syarat", one.key, "syarat")
            self._check_known(path, one.parts, known, _("Syarat"))
        for circle in _circles(known):
            sentence = _("Syarat ini berputar: %(keys)s. Hapus salah satu dari daftarnya.")
            self.complaints.add(("syarat", circle[0], "syarat"), sentence % {"keys": " → ".join((*circle, circle[0]))})

    def _check_known(self, path: tuple[str | int, ...], words: Iterable[str], known: Iterable[str], what: str) -> None:
        for word in words:
            if word not in known and not self.complaints.is_full:
                sentence = _("%(what)s “%(word)s” tidak ada.") % {"what": what, "word": shown(word)}
                self.complaints.add(path, sentence + proposal(word, known))

    # Tiers

    def _tiers(self, top: Table, keys: set[str], by_score: bool) -> tuple[Tier, ...]:
        tables = top.take_tables("tingkat", MOST_TIERS, "[[tingkat]]")
        if not tables and isinstance(top.values.get("tingkat", []), list):
            sentence = _("Belum ada tingkat. Tambahkan bagian [[tingkat]], dari yang terbaik sampai yang terakhir.")
            self.complaints.add((), sentence)
        tiers: list[Tier] = []
        for table in tables:
            tier = self._tier(table, keys, by_score)
            if tier.name.lower() in {one.name.lower() for one in tiers} and tier.name:
                sentence = _("Nama tingkat “%(name)s” sudah dipakai. Beri nama lain.") % {"name": tier.name}
                table.complain("nama", sentence)
            if by_score and tiers and tier.least_score >= tiers[-1].least_score:
                sentence = _("Skor harus makin kecil dari atas ke bawah: di atas ini tertulis %(score)d.")
                table.complain("skor_minimal", sentence % {"score": tiers[-1].least_score})
            tiers.append(tier)
        if sum(len(one.rules) for one in tiers) > MOST_RULES:
            sentence = _("Ada %(n)d aturan; paling banyak %(most)d. Gabungkan yang mirip.")
            text = sentence % {"n": sum(len(one.rules) for one in tiers), "most": MOST_RULES}
            self.complaints.add(("tingkat", len(tiers) - 1), text)
        return tuple(tiers)

    def _tier(self, table: Table, keys: set[str], by_score: bool) -> Tier:
        own = ("skor_minimal",) if by_score else ("aturan",)
        table.check_keys(("nama", "arti", "aktif", *own), "[[tingkat]]")
        rules: tuple[Rule, ...] = ()
        if not by_score:
            tables = table.take_tables("aturan", MOST_RULES, "[[tingkat.aturan]]")
            rules = tuple(self._rule(one, keys) for one in tables)
        return Tier(
            name=table.take_text("nama", 60, example='nama = "Klaster 1"'),
            rules=rules,
            least_score=table.take_whole("skor_minimal", 0, MOST_SCORE, example="skor_minimal = 80") if by_score else 0,
            is_active=table.take_flag("aktif"),
            text=table.take_text("arti", 200),
        )

    def _rule(self, table: Table, keys: set[str]) -> Rule:
        table.check_keys(_RULE_KEYS, "[[tingkat.aturan]]")
        words = {}
        for key in ("ada", "tidak", "walau"):
            words[key] = table.take_words(key, example=f'{key} = ["sk"]')
            self._check_known((*table.path, key), words[key], sorted(keys), _("Syarat"))
        for key, sentence in (
            ("tidak", _("“%(word)s” tertulis di “ada” dan di “tidak” sekaligus. Aturan ini tidak mungkin cocok.")),
            ("walau", _("“%(word)s” tertulis di “ada” dan di “walau” sekaligus. Hapus salah satu.")),
        ):
            for word in words[key]:
                if word in words["ada"]:
                    table.complain(key, sentence % {"word": shown(word)})
        return Rule(
            met=frozenset(words["ada"]),
            unmet=frozenset(words["tidak"]),
            although=frozenset(words["walau"]),
            reason=table.take_text("alasan", 300),
        )


def _circles(known: dict[str, Indicator]) -> list[tuple[str, ...]]:
    """Each circle of indicators that lead back to themselves, once."""
    circles: list[tuple[str, ...]] = []
    done: set[str] = set()

    def follow(key: str, way: tuple[str, ...]) -> None:
        if key in way:
            circles.append(way[way.index(key) :])
        elif key in known and key not in done:
            for part in known[key].parts:
                follow(part, (*way, key))
            done.add(key)

    for key in known:
        follow(key, ())
    return circles
