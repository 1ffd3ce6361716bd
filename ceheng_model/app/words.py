"""Say what the served page says beside the words of the library."""

from collections.abc import Mapping

from ceheng_model.vocabulary import Need, Template, Text

FOREIGN_HOST = Text(
    "本服务只回答本机浏览器中以本机地址打开的页面。", "Only pages opened under this machine's own address are answered."
)
FOREIGN_ORIGIN = Text("本服务不回答其他页面的请求。", "Requests of other pages are not answered.")
WRONG_TOKEN = Text(
    "页面与现在运行的服务不是同一次启动，请刷新页面。", "The page is of another run of the server: reload it."
)
NOT_THERE = Text("没有这个地址。", "There is no such address.")
NOT_SO = Text("这个地址不能这样用。", "This address cannot be used in this way.")
NOT_UNDERSTOOD = Text("请求不是由本页发出的，读不懂。", "The request was not made by this page and cannot be read.")
TOO_LARGE = Template("文件太大：至多{most} MB。", "The file is too large: at most {most} MB.")
UNEXPECTED = Text(
    "出了意料之外的错误，不是您的输入有误；详情见运行本服务的窗口。",
    "Something unforeseen went wrong; it is no fault of the input. The window in which the server runs says more.",
)

CHOSEN = Text("所选文件", "the file chosen")
"""What a file that was sent is called: no path of this machine is told."""
WAYS: Mapping[Need, Text] = {
    Need.PRICES: Text("在“期限、构成与环境”中给出", "give it under Settings"),
    Need.GDP: Text("在“期限、构成与环境”中给出", "give it under Settings"),
    Need.POPULATION: Text("在“期限、构成与环境”中给出", "give it under Settings"),
    Need.HORIZON: Text("在“期限、构成与环境”中延长", "lengthen it under Settings"),
    Need.LEVERS: Text("在“措施”中加入", "add them under Measures"),
    Need.GROWTH: Text("在增速表中填入", "fill it into the growth table"),
    Need.PUBLISHED: Text("在“公布日期”中填写", "fill in the day of publication"),
    Need.CONFIRMATION: Text("核对无误的，勾选“已核对无误”", "where it is right, tick that it was checked"),
    Need.CONFIRMED_ROW: Text(
        "核对无误的，在“核对无误”（confirmed）列填“是”，或勾选“已核对无误”",
        "where it is right, write yes in the column confirmed, or tick that it was checked",
    ),
    Need.TABLE: Text("在表中写明，再读入", "say it in the table, and read it again"),
}
"""How the page gives what is missing."""
PLANS = Text("选择方案", "Choose a plan")

ENDING = Text("所选文件的种类", "the kind of the file chosen")
ON_THE_PAGE = Text("在页面上打开的工作簿", "a workbook opened on this page")
OWN_BASE = Text("用原有的基年收入", "stand on the plan's own base-year incomes")
OF_ANOTHER_PLACE = Text("另一地区的基数，或地区自身的构成", "the base of another region, or a split of its own")
PUT_BACK = Text(
    "打开方案自己的工作簿，在“期限、构成与环境”中改基数",
    "open a workbook of the plan's own place, and change the base on the page, under Settings",
)
PAPER_DAY = Text("成文日期", "the date of the paper")
LAST_DAY = Text("上期通报日期", "the day of the last bulletin")
A_DAY = Text("为日期", "be a date")
WRITE_DAY = Text("写作 2022-12-01", "write 2022-12-01")
PORT = Text("端口", "the port")
FREE = Text("未被使用", "be free")
OTHER_PORT = Text("不写 --port，由程序自选", "leave out --port and one is found")
READY = Template("{address}  （Ctrl-C 结束 / Ctrl-C ends）", "{address}  （Ctrl-C 结束 / Ctrl-C ends）")
