"""Addresses of the registry room."""

from django.urls import path, register_converter

from kentongan.registry.views import decrees, formation, groups, obstacles, parts, places, search, targets, villages


class GroupCode:
    regex = r"\d{2}(?:\.\d+)*-\d+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class AreaCode(GroupCode):
    regex = r"\d{2}(?:\.\d+)*"


register_converter(GroupCode, "group_code")
register_converter(AreaCode, "area_code")

urlpatterns = [
    path("cari/", search.search, name="search"),
    path("kim/", groups.groups, name="groups"),
    path("kim/baru/", groups.group_new, name="group_new"),
    path("kim/<group_code:code>/", groups.group, name="group"),
    path("kim/<group_code:code>/ubah/", groups.group_edit, name="group_edit"),
    path("kim/<group_code:code>/riwayat/", groups.group_history, name="group_history"),
    path("kim/<group_code:code>/akhiri/", groups.group_end, name="group_end"),
    path("kim/<group_code:code>/batal-berakhir/", groups.group_reopen, name="group_reopen"),
    path("kim/<group_code:code>/sk/baru/", decrees.decree_new, name="decree_new"),
    path("kim/<group_code:code>/sk/<int:number>/", decrees.decree_edit, name="decree_edit"),
    path("kim/<group_code:code>/sk/<int:number>/berkas/", decrees.decree_scan, name="decree_scan"),
    path("kim/<group_code:code>/pengurus/baru/", parts.officer_new, name="officer_new"),
    path("kim/<group_code:code>/pengurus/<int:number>/", parts.officer_edit, name="officer_edit"),
    path("kim/<group_code:code>/pengurus/<int:number>/hapus-data/", parts.officer_erase, name="officer_erase"),
    path("kim/<group_code:code>/kanal/baru/", parts.channel_new, name="channel_new"),
    path("kim/<group_code:code>/kanal/<int:number>/", parts.channel_edit, name="channel_edit"),
    path("kim/<group_code:code>/mitra/baru/", parts.partner_new, name="partner_new"),
    path("kim/<group_code:code>/mitra/<int:number>/", parts.partner_edit, name="partner_edit"),
    path("kim/<group_code:code>/kendala/baru/", obstacles.group_obstacle_new, name="group_obstacle_new"),
    path("kim/<group_code:code>/kendala/<int:number>/", obstacles.group_obstacle, name="group_obstacle"),
    path("kim/<group_code:code>/catatan/baru/", obstacles.group_note, name="group_note"),
    path("sk/", decrees.decrees, name="decrees"),
    path("desa/", villages.villages, name="villages"),
    path("desa/usul/", villages.village_places, name="village_places"),
    path("desa/<area_code:code>/", villages.village, name="village"),
    path("desa/<area_code:code>/riwayat/", villages.village_history, name="village_history"),
    path("desa/<area_code:code>/perubahan/", places.village_change, name="village_change"),
    path("desa/<area_code:code>/mulai/", formation.case_start, name="case_start"),
    path("desa/<area_code:code>/hentikan/", formation.case_close, name="case_close"),
    path("desa/<area_code:code>/bentuk/", formation.case_form, name="case_form"),
    path("desa/<area_code:code>/langkah/baru/", formation.step_new, name="step_new"),
    path("desa/<area_code:code>/langkah/<slug:step>/batal/", formation.step_undo, name="step_undo"),
    path("desa/<area_code:code>/kendala/baru/", obstacles.village_obstacle_new, name="village_obstacle_new"),
    path("desa/<area_code:code>/kendala/<int:number>/", obstacles.village_obstacle, name="village_obstacle"),
    path("desa/<area_code:code>/catatan/baru/", obstacles.village_note, name="village_note"),
    path("kendala/", obstacles.obstacle_kinds, name="obstacle_kinds"),
    path("kendala/ubah/", obstacles.obstacle_kind_change, name="obstacle_kind_change"),
    path("target/", targets.targets, name="targets"),
    path("target/baru/", targets.target_new, name="target_new"),
    path("target/<slug:key>/", targets.target_edit, name="target_edit"),
    path("target/<slug:key>/tarik/", targets.target_drop, name="target_drop"),
]
