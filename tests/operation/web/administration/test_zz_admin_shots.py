import pytest
from tests.operation.web.administration.test_administration_browser import *
@pytest.mark.parametrize(("name","address"), PAGES + [("author","/administration/editions/1/"),("an","/administration/people/?q=")])
def test_shot(busy, open_page, name, address):
    edition = models.Edition.objects.first().pk
    address = address.replace("/editions/1/", f"/editions/{edition}/")
    for width in (1280, 360):
        page = open_page(staff=person(busy, name), width=width)
        page.goto(address)
        page.screenshot(path=f"/tmp/shots/{name}-{address.strip('/').replace('/','_').split('?')[0]}-{width}.png", full_page=True)
