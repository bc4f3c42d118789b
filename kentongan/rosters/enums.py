"""The rosters room's closed lists of words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Field(TextChoices):
    """What a column of a roster can hold, in the order of our own export."""

    NAME = "name", _("Nama KIM")
    GROUP_CODE = "group_code", _("Kode KIM")
    AREA_CODE = "area_code", _("Kode wilayah")
    VILLAGE = "village", _("Desa atau kelurahan")
    DISTRICT = "district", _("Kecamatan")
    REGENCY = "regency", _("Kabupaten atau kota")
    FORMED_ON = "formed_on", _("Terbentuk")
    FORMED_PRECISION = "formed_precision", _("Kepastian tanggal")
    DECREE_NUMBER = "decree_number", _("Nomor SK")
    DECREE_SIGNED = "decree_signed", _("SK ditetapkan")
    DECREE_SIGNER = "decree_signer", _("Penanda tangan SK")
    DECREE_START = "decree_start", _("SK mulai")
    DECREE_END = "decree_end", _("SK berakhir")
    DECREE_TERM = "decree_term", _("Masa SK dalam satu kolom")
    CHAIR = "chair", _("Ketua")
    SECRETARY = "secretary", _("Sekretaris")
    TREASURER = "treasurer", _("Bendahara")
    CHAIR_PHONE = "chair_phone", _("Nomor HP ketua")
    CONTACT = "contact", _("Nama narahubung")
    PHONE = "phone", _("Nomor HP narahubung")
    KIM_NUMBER = "kim_number", _("Nomor KIM nasional")
    KIMID_URL = "kimid_url", _("Alamat situs di KIM.ID")
    WEBSITE = "website", _("Situs web")
    INSTAGRAM = "instagram", _("Instagram")
    FACEBOOK = "facebook", _("Facebook")
    YOUTUBE = "youtube", _("YouTube")
    TIKTOK = "tiktok", _("TikTok")
    WHATSAPP = "whatsapp", _("Saluran WhatsApp")
    ADDRESS = "address", _("Alamat sekretariat")


class RowState(TextChoices):
    PROBLEM = "problem", _("Bermasalah")
    NEW = "new", _("Baru")
    CHANGED = "changed", _("Berubah")
    SAME = "same", _("Sama")
    SKIPPED = "skipped", _("Dilewati")


class Trouble(TextChoices):
    """What keeps a row from being saved. The values are stable: stored previews and scripts rely on them."""

    NO_NAME = "no_name"
    NO_VILLAGE = "no_village"
    UNKNOWN_VILLAGE = "unknown_village"
    AMBIGUOUS_VILLAGE = "ambiguous_village"
    CODE_DISAGREES = "code_disagrees"
    OUTSIDE_OFFICE = "outside_office"
    DAY_UNREADABLE = "day_unreadable"
    DAY_IMPRECISE = "day_imprecise"
    FORMED_IN_FUTURE = "formed_in_future"
    ENDS_BEFORE_START = "ends_before_start"
    TERM_TOO_LONG = "term_too_long"
    DECREE_WITHOUT_DATES = "decree_without_dates"
    DATES_WITHOUT_DECREE = "dates_without_decree"
    FORMULA = "formula"
    TWIN = "twin"
    OTHER_NAME = "other_name"
    UNKNOWN_GROUP = "unknown_group"
    NUMBER_TAKEN = "number_taken"
    NUMBER_TWICE = "number_twice"
    LOOKS_LIKE_NIK = "looks_like_nik"
    PHONE_UNREADABLE = "phone_unreadable"
    ADDRESS_UNREADABLE = "address_unreadable"
    TOO_LONG = "too_long"
    ENDED_GROUP = "ended_group"
    NOT_IN_REGISTER = "not_in_register"
