import pytest, sys
@pytest.mark.django_db(transaction=True)
@pytest.mark.urls("tests.operation.web.shell_pages")
def test_shots(open_page, cast, live_server, seen_by_axe, scrolls_sideways):
    from shouwen.operation.web import page as p
    from shouwen.operation.people.models import Post
    Post.objects.create(staff=cast.lin, unit=cast.west, role="clerk")
    p.register(p.Entry(label="我的工作", url="home", icon="checks", order=1), p.Entry(label="诉求", url="form", icon="message-report", order=2),
      p.Entry(label="提醒", url="notices", icon="bell", order=3), p.Entry(label="事项", url="work", icon="clipboard-list", order=4),
      p.Entry(label="人员", url="customer", icon="users", order=5, group="管理"), p.Entry(label="单位", url="fails", icon="building", order=6, group="管理"))
    names = {"login":("/account/login/",None),"work":("/",cast.lin),"form":("/form/",cast.lin),"customer":("/customer/",None),"404":("/nix/",cast.lin),"500":("/breaks/",None),"fault":("/fails/",cast.lin),
     "mfa":("/account/2fa/",cast.lin),"totp":("/account/2fa/totp/activate/",cast.lin),"pw":("/account/password/change/",cast.lin),"logout":("/account/logout/",cast.lin)}
    only = sys.argv
    pg=open_page(language="en-GB"); pg.goto("/account/login/"); pg.screenshot(path="/tmp/shots/en.png")
    pg=open_page(language="zh-TW", width=390); pg.goto("/customer/"); pg.get_by_label("語言").click(); pg.screenshot(path="/tmp/shots/tw.png")
    pg = open_page(staff=cast.lin, dark=True); pg.goto("/"); pg.screenshot(path="/tmp/shots/work-dark.png", full_page=True)
    for x in seen_by_axe(pg): print("dark AXE",x)
    pg = open_page(staff=cast.lin, width=360); pg.goto("/"); pg.click(".bottombar [data-opens=more]"); pg.screenshot(path="/tmp/shots/drawer.png")
    pg = open_page(staff=cast.lin); pg.goto("/"); pg.click(".account summary"); pg.screenshot(path="/tmp/shots/account.png"); pg.keyboard.press("Escape"); pg.click("[data-opens=new]"); pg.screenshot(path="/tmp/shots/dialog.png")
