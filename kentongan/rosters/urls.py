"""Addresses of the rosters room."""

from django.urls import path, register_converter

from kentongan.rosters.views import exports, look, rows, save, upload, wizard


class FormConverter:
    """The two forms a list is taken away in."""

    regex = "xlsx|csv"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormConverter, "form")

urlpatterns = [
    path("impor/", upload.roster_list, name="roster_list"),
    path("impor/<slug:code>/", wizard.roster, name="roster"),
    path("impor/<slug:code>/kemajuan/", wizard.roster_progress, name="roster_progress"),
    path("impor/<slug:code>/lembar/", upload.roster_sheet, name="roster_sheet"),
    path("impor/<slug:code>/kolom/", look.roster_columns, name="roster_columns"),
    path("impor/<slug:code>/baris/<int:number>/", rows.roster_row, name="roster_row"),
    path("impor/<slug:code>/serupa/", rows.roster_alike, name="roster_alike"),
    path("impor/<slug:code>/tidak-ada/", look.roster_missing, name="roster_missing"),
    path("impor/<slug:code>/perbaiki.xlsx", look.roster_mend, name="roster_mend"),
    path("impor/<slug:code>/simpan/", save.roster_save, name="roster_save"),
    path("impor/<slug:code>/batal/", wizard.roster_stop, name="roster_stop"),
    path("impor/<slug:code>/ulang/", wizard.roster_restart, name="roster_restart"),
    path("impor/<slug:code>/hapus/", save.roster_delete, name="roster_delete"),
    path("kim/unduh.<form:form>", exports.group_export, name="group_export"),
    path("kim/kim-id.<form:form>", exports.kimid_export, name="kimid_export"),
    path("kim/pengurus.<form:form>", exports.officer_export, name="officer_export"),
    path("kim/sk.<form:form>", exports.all_decrees_export, name="all_decrees_export"),
    path("sk/unduh.<form:form>", exports.decree_export, name="decree_export"),
    path("desa/unduh.<form:form>", exports.village_export, name="village_export"),
]
