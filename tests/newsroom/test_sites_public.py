"""Portals and groups' sites as readers open them."""

from kentongan.newsroom.actions.sites import site_of


def test_a_groups_first_site_opens_its_portal(cast, client, write):
    article = write(cast.kayutangan)
    assert cast.kayutangan.site.slug == "kayutangan"
    assert site_of(cast.kota).slug == "kota-malang"
    for path in ("/kota-malang/", "/kayutangan/", "/kayutangan/kabar/", f"/kayutangan/kabar/{article.slug}/"):
        response = client.get(path)
        assert response.status_code == 200, path
        assert article.title in response.content.decode()
        assert "Cookie" not in response.headers.get("Vary", "")
        assert not response.cookies


def test_lists_by_area_and_pages(cast, client, write):
    article = write(cast.kayutangan)
    assert article.title in client.get("/kota-malang/wilayah/35.73.02/").content.decode()
    assert client.get("/kota-malang/wilayah/35.07/").status_code == 404
    assert client.get("/kota-malang/wilayah/35.73.02/halaman/2/").status_code == 404
    assert client.get("/kota-malang/kabar/halaman/2/").status_code == 404
    assert client.get("/kayutangan/tentang/").status_code == 200
