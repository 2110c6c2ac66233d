//! One notice in every shape that notices come in: the same words, written by other tools.

use ropewalk::report::drift::TextFormat;

/// A row of the table of third parties.
#[derive(Clone)]
pub struct Row {
    pub service: String,
    pub purpose: String,
    pub provider: String,
    pub information: String,
    pub link: String,
}

/// What a notice says.
#[derive(Clone)]
pub struct Said {
    pub chinese: bool,
    pub rows: Vec<Row>,
    pub updated: String,
    pub effective: String,
    /// Paragraphs before the table, and after it.
    pub before: Vec<String>,
    pub after: Vec<String>,
}

fn row([service, purpose, provider, information, link]: [&str; 5]) -> Row {
    let [service, purpose, provider, information, link] =
        [service, purpose, provider, information, link].map(str::to_owned);
    Row { service, purpose, provider, information, link }
}

/// The notice in English, as the register has it.
pub fn english() -> Said {
    let rows = [
        [
            "Tallymark Analytics",
            "Counting visits",
            "Tallymark, Inc.",
            "IP address, pages visited",
            "https://tallymark.example/privacy",
        ],
        [
            "Mailhaus Newsletter",
            "Sending the newsletter",
            "Mailhaus SE",
            "E-mail address, first name",
            "https://mailhaus.example/privacy",
        ],
        [
            "Lanhai CRM",
            "Keeping in touch with customers",
            "Shenzhen Lanhai Cloud Computing Co., Ltd.",
            "Name, postal code, phone number",
            "https://www.lanhai.example/policy",
        ],
        [
            "Payrail Checkout",
            "Taking payments",
            "Payrail Payments Limited",
            "Card number, billing address",
            "https://payrail.example/legal/privacy",
        ],
        [
            "Northwind Hosting",
            "Storing what the shop keeps",
            "Northwind Hosting GmbH",
            "Orders, accounts",
            "https://northwind.example/privacy",
        ],
    ];
    Said {
        chinese: false,
        rows: rows.map(row).into(),
        updated: "Last updated: March 1, 2026".into(),
        effective: "Effective date: April 1, 2026".into(),
        before: vec![
            "Harbour Lights Ltd (\"we\") runs this shop. This notice tells you what we do with your personal information and who else gets it.".into(),
            "Orders are kept on servers located in Germany; contacts are stored in China, payments are processed in Ireland, and visits are counted on servers in the United States.".into(),
            "We will not share your personal information with other parties. If we change this notice, we will notify you at least 30 days in advance.".into(),
        ],
        after: vec![
            "You can ask us at any time what we know about you, and have it corrected or deleted.".into(),
            "If you have questions, write to privacy@harbour-lights.example.".into(),
        ],
    }
}

/// The notice in Chinese, as the register has it.
pub fn chinese() -> Said {
    let rows = [
        ["塔利统计", "统计访问量", "Tallymark, Inc.", "IP地址、访问页面", "https://tallymark.example/zh-cn/privacy"],
        ["信屋简报", "发送简报", "信屋欧洲公司", "电子邮箱、名字", "https://mailhaus.example/privacy"],
        [
            "蓝海客户系统",
            "客户联络",
            "深圳蓝海云计算有限公司",
            "姓名、邮政编码、电话号码",
            "https://www.lanhai.example/policy",
        ],
        [
            "轨付收银台",
            "处理付款",
            "Payrail Payments Limited",
            "银行卡号、账单地址",
            "https://payrail.example/legal/privacy",
        ],
        ["北风主机", "存储商店数据", "Northwind Hosting GmbH", "订单、账户", "https://northwind.example/privacy"],
    ];
    Said {
        chinese: true,
        rows: rows.map(row).into(),
        updated: "更新日期：2026年3月1日".into(),
        effective: "生效日期：2026年4月1日".into(),
        before: vec![
            "港灯有限公司（以下简称“我们”）运营本商店。本政策说明我们如何处理您的个人信息，以及还有谁会获得这些信息。"
                .into(),
            "订单存储于德国的服务器，客户联系方式存储在中国，付款在爱尔兰的服务器上处理，访问统计数据存储于美国。"
                .into(),
            "我们不会与其他公司共享您的个人信息。如变更本政策，我们将提前30日通知您。".into(),
        ],
        after: vec![
            "您可以随时查询、更正或删除您的个人信息。".into(),
            "如有疑问，请发送邮件至privacy@harbour-lights.example。".into(),
        ],
    }
}

impl Said {
    fn title(&self) -> &'static str {
        if self.chinese { "港灯隐私政策" } else { "Privacy notice of Harbour Lights" }
    }

    fn heading(&self) -> &'static str {
        if self.chinese { "三、我们使用的第三方服务" } else { "3. Third-party services that we use" }
    }

    fn intro(&self) -> &'static str {
        if self.chinese { "我们使用下列第三方服务：" } else { "We use the following third-party services:" }
    }

    /// Heads: number, service, purpose, provider, information, link.
    fn heads(&self) -> [&'static str; 6] {
        if self.chinese {
            ["序号", "第三方服务名称", "使用目的", "服务提供方", "收集的信息类型", "隐私政策链接"]
        } else {
            [
                "No.",
                "Name of the service",
                "Purpose",
                "Service provider",
                "Type of collected information",
                "Privacy policy",
            ]
        }
    }

    fn cells(row: &Row, number: usize) -> [String; 6] {
        let Row { service, purpose, provider, information, link } = row.clone();
        [number.to_string(), service, purpose, provider, information, link]
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A page of HTML around the list.
fn page(said: &Said, list: &str) -> String {
    let paragraphs =
        |texts: &[String]| texts.iter().map(|text| format!("<p>{}</p>\n", escaped(text))).collect::<String>();
    format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><title>{title}</title><style>td{{color:red}}</style>\
         <script>var third = '<table><tr><td>Service</td></tr></table>';</script></head>\
         <body class=\"page\"><nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/shop\">Shop</a></li></ul></nav>\
         <main><article><h1>{title}</h1>\n<p class=\"meta\"><em>{updated}</em> | <em>{effective}</em></p>\n{before}<h2>{heading}</h2>\n{list}\n<h2>{contact}</h2>{after}</article></main>\
         <footer><p>&copy; 2026 Harbour Lights Ltd · <a href=\"https://social.example/harbour\">Social</a></p></footer></body></html>",
        lang = if said.chinese { "zh-CN" } else { "en-GB" },
        title = said.title(),
        updated = said.updated,
        effective = said.effective,
        before = paragraphs(&said.before),
        heading = said.heading(),
        contact = if said.chinese { "四、联系我们" } else { "4. How to reach us" },
        after = paragraphs(&said.after),
    )
}

/// A text around the list.
fn text(said: &Said, list: &str, heading: &str) -> String {
    format!(
        "{heading}{title}\n\n{updated}\n\n{effective}\n\n{before}\n\n{heading}{third}\n\n{list}\n\n{heading}{contact}\n\n{after}\n",
        title = said.title(),
        updated = said.updated,
        effective = said.effective,
        before = said.before.join("\n\n"),
        third = said.heading(),
        contact = if said.chinese { "四、联系我们" } else { "4. How to reach us" },
        after = said.after.join("\n\n"),
    )
}

fn lines(said: &Said, list: &str) -> String {
    text(said, list, "").replace("\n\n", "\n")
}

/// A shape: its name, how it is written, and the text.
pub type Shape = (&'static str, TextFormat, fn(&Said) -> String);

pub const SHAPES: &[Shape] = &[
    ("table of a content system", TextFormat::Html, block_table),
    ("table with spans and rows of classes", TextFormat::Html, spans),
    ("table within a table for layout", TextFormat::Html, layout),
    ("boxes that look like a table", TextFormat::Html, boxes),
    ("table of a word processor", TextFormat::Html, word),
    ("accordion with labels", TextFormat::Html, accordion),
    ("table in Markdown", TextFormat::Markdown, markdown_table),
    ("HTML in Markdown", TextFormat::Markdown, markdown_html),
    ("cells below each other", TextFormat::Plain, cell_lines),
    ("cells run together", TextFormat::Plain, run_together),
    ("cells with tabs", TextFormat::Plain, tabs),
    ("cells in columns", TextFormat::Plain, columns),
    ("a small table each", TextFormat::Html, small_tables),
    ("list with links", TextFormat::Html, list),
    ("terms and definitions", TextFormat::Html, terms),
    ("list in Markdown", TextFormat::Markdown, markdown_list),
    ("labels in lines", TextFormat::Plain, labels),
    ("labels in one line each", TextFormat::Plain, one_line),
    ("table with heads at the side", TextFormat::Html, turned),
];

fn block_table(said: &Said) -> String {
    let heads: String = said.heads().iter().map(|head| format!("<th>{head}</th>")).collect();
    let rows: String = said.rows.iter().enumerate().map(|(at, row)| {
        let [number, service, purpose, provider, information, link] = Said::cells(row, at + 1);
        format!("<tr><td>{number}</td><td><strong>{service}</strong></td><td>{purpose}</td><td>{}</td><td>{information}</td><td><a href=\"{link}\" rel=\"noopener\">{link}</a></td></tr>\n", escaped(&provider))
    }).collect();
    page(
        said,
        &format!(
            "<p>{}</p><figure class=\"wp-block-table\"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table><figcaption>2026</figcaption></figure>",
            said.intro()
        ),
    )
}

fn spans(said: &Said) -> String {
    let [_, service, purpose, provider, information, link] = said.heads();
    let class = if said.chinese { "网站功能" } else { "Functions of the site" };
    let mut rows = format!(
        "<tr><td colspan=5><b>{}</b></td></tr><tr><td>{service}</td><td>{provider}</td><td>{purpose}</td><td>{information}</td><td>{link}</td></tr><tr><td colspan=5>{class}</td></tr>",
        said.title()
    );
    for row in &said.rows {
        let Row { service, purpose, provider, information, link } = row;
        let items: Vec<&str> = information.split([',', '、']).map(str::trim).collect();
        let (first, rest) = items.split_first().unwrap();
        let height = items.len();
        rows += &format!(
            "<tr><td rowspan={height}>{service}</td><td rowspan={height}>{provider}</td><td rowspan={height}>{purpose}</td><td>{first}</td><td rowspan={height}><a href='{link}'>{}</a></td></tr>",
            if said.chinese { "查看" } else { "See here" }
        );
        for item in rest {
            rows += &format!("<tr><td>{item}</td></tr>");
        }
    }
    page(said, &format!("<table border=1>{rows}</table>"))
}

fn layout(said: &Said) -> String {
    let inner = block_table(said);
    let table = &inner[inner.find("<table><thead>").unwrap()..inner.find("</table><figcaption>").unwrap()];
    page(
        said,
        &format!(
            "<table width=100%><tr><td width=20%>&nbsp;</td><td><table><tr><td><p>{}</p>{table}</table></td></tr></table></td></tr></table>",
            said.intro()
        ),
    )
}

fn turned(said: &Said) -> String {
    let cells: Vec<[String; 6]> = said.rows.iter().enumerate().map(|(at, row)| Said::cells(row, at + 1)).collect();
    let heads = said.heads();
    let rows: String = (1..heads.len())
        .map(|at| {
            let of: String = cells.iter().map(|cells| format!("<td>{}</td>", cells[at])).collect();
            format!("<tr><th scope=row>{}</th>{of}</tr>", heads[at])
        })
        .collect();
    page(said, &format!("<table>{rows}</table>"))
}

fn small_tables(said: &Said) -> String {
    let tables: String = said
        .rows
        .iter()
        .map(|row| {
            let cells = Said::cells(row, 1);
            let rows: String = said
                .heads()
                .iter()
                .zip(&cells)
                .skip(1)
                .map(|(head, cell)| format!("<tr><td>{head}</td><td>{cell}</td></tr>"))
                .collect();
            format!("<h3>{}</h3><table>{rows}</table>", row.service)
        })
        .collect();
    page(said, &tables)
}

fn boxes(said: &Said) -> String {
    let of = |cells: &[String]| {
        cells.iter().map(|cell| format!("<div class=\"cell\"><span>{cell}</span></div>")).collect::<String>()
    };
    let heads = said.heads().map(str::to_owned);
    let rows: String = said
        .rows
        .iter()
        .enumerate()
        .map(|(at, row)| format!("<div class=\"row\">{}</div>", of(&Said::cells(row, at + 1))))
        .collect();
    page(said, &format!("<div class=\"table\"><div class=\"row head\">{}</div>{rows}</div>", of(&heads)))
}

fn word(said: &Said) -> String {
    let cell = |text: &str| {
        format!(
            "<td width=97 valign=top style='width:72.6pt;border:solid windowtext 1.0pt'><p class=MsoNormal align=left><span lang=EN-US style='font-size:10.5pt'>{text}<o:p></o:p></span></p></td>"
        )
    };
    let heads: String = said.heads().iter().map(|head| cell(&format!("<b>{head}</b>"))).collect();
    let rows: String = said
        .rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let cells: String =
                Said::cells(row, at + 1).iter().map(|text| cell(&text.replace(' ', "&nbsp;"))).collect();
            format!("<tr style='mso-yfti-irow:1'>{cells}</tr>")
        })
        .collect();
    page(said, &format!("<table class=MsoTableGrid border=1 cellspacing=0><tr>{heads}</tr>{rows}</table>"))
}

fn accordion(said: &Said) -> String {
    let [_, _, purpose, provider, information, link] = said.heads();
    let colon = if said.chinese { "：" } else { ": " };
    let parts: String = said.rows.iter().map(|row| format!("<details><summary>{}</summary><div><p><strong>{purpose}</strong>{colon}{}</p><p><strong>{provider}</strong>{colon}{}</p><p><strong>{information}</strong>{colon}{}</p><p><strong>{link}</strong>{colon}<a href=\"{}\">{}</a></p></div></details>", row.service, row.purpose, row.provider, row.information, row.link, row.link)).collect();
    page(said, &parts)
}

fn list(said: &Said) -> String {
    let items: String = said
        .rows
        .iter()
        .map(|row| {
            format!(
                "<li><strong>{}</strong> ({}): {}. {}. <a href=\"{}\">{}</a></li>",
                row.service,
                row.provider,
                row.purpose,
                row.information,
                row.link,
                if said.chinese { "隐私政策" } else { "Privacy policy" }
            )
        })
        .collect();
    page(said, &format!("<p>{}</p><ul>{items}</ul>", said.intro()))
}

fn terms(said: &Said) -> String {
    let items: String = said
        .rows
        .iter()
        .map(|row| {
            format!(
                "<dt>{}</dt><dd>{} ({}). {}. <a href=\"{}\">{}</a></dd>",
                row.service, row.purpose, row.provider, row.information, row.link, row.link
            )
        })
        .collect();
    page(said, &format!("<p>{}</p><dl>{items}</dl>", said.intro()))
}

fn markdown_table(said: &Said) -> String {
    let mut list = format!("{}\n\n| {} |\n|{}\n", said.intro(), said.heads().join(" | "), "---|".repeat(6));
    for (at, row) in said.rows.iter().enumerate() {
        let mut cells = Said::cells(row, at + 1);
        cells[5] = format!("[{}]({})", cells[1], cells[5]);
        list += &format!("| {} |\n", cells.join(" | "));
    }
    text(said, &list, "## ")
}

fn markdown_list(said: &Said) -> String {
    let items: String = said
        .rows
        .iter()
        .map(|row| {
            format!(
                "- **{}** – {}, {}; {} ([{}]({}))\n",
                row.service,
                row.provider,
                row.purpose,
                row.information,
                if said.chinese { "隐私政策" } else { "privacy policy" },
                row.link
            )
        })
        .collect();
    text(said, &format!("{}\n\n{items}", said.intro()), "## ")
}

fn markdown_html(said: &Said) -> String {
    let inner = block_table(said);
    let table = &inner[inner.find("<figure").unwrap()..inner.find("<figcaption>").unwrap()];
    text(said, &format!("{}\n\n{table}", said.intro()), "## ")
}

fn cell_lines(said: &Said) -> String {
    let mut list = said.heads().join("\n");
    for (at, row) in said.rows.iter().enumerate() {
        list += &format!("\n{}", Said::cells(row, at + 1).join("\n"));
    }
    lines(said, &list)
}

fn run_together(said: &Said) -> String {
    let mut list = said.heads().concat();
    for (at, row) in said.rows.iter().enumerate() {
        list += &format!("\n{}", Said::cells(row, at + 1).concat());
    }
    lines(said, &list)
}

fn tabs(said: &Said) -> String {
    let mut list = said.heads().join("\t");
    for (at, row) in said.rows.iter().enumerate() {
        list += &format!("\n{}", Said::cells(row, at + 1).join("\t"));
    }
    lines(said, &list)
}

fn columns(said: &Said) -> String {
    let wide =
        |text: &str, width: usize| format!("{text}{}", " ".repeat(width.saturating_sub(text.chars().count()) + 3));
    let line = |cells: &[String]| {
        cells
            .iter()
            .zip([4, 24, 34, 44, 34, 10])
            .map(|(cell, width)| wide(cell, width))
            .collect::<String>()
            .trim_end()
            .to_owned()
    };
    let mut list = line(&said.heads().map(str::to_owned));
    for (at, row) in said.rows.iter().enumerate() {
        list += &format!("\n{}", line(&Said::cells(row, at + 1)));
    }
    lines(said, &list)
}

fn labels(said: &Said) -> String {
    let [_, _, purpose, provider, information, link] = said.heads();
    let colon = if said.chinese { "：" } else { ": " };
    let rows: Vec<String> = said
        .rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            format!(
                "{}{}{}\n{purpose}{colon}{}\n{provider}{colon}{}\n{information}{colon}{}\n{link}{colon}{}",
                at + 1,
                if said.chinese { "、" } else { ". " },
                row.service,
                row.purpose,
                row.provider,
                row.information,
                row.link
            )
        })
        .collect();
    lines(said, &format!("{}\n{}", said.intro(), rows.join("\n")))
}

fn one_line(said: &Said) -> String {
    let [_, service, purpose, provider, information, link] = said.heads();
    let (colon, mark) = if said.chinese { ("：", "；") } else { (": ", "; ") };
    let rows: Vec<String> = said.rows.iter().map(|row| format!("{service}{colon}{}{mark}{provider}{colon}{}{mark}{purpose}{colon}{}{mark}{information}{colon}{}{mark}{link}{colon}{}", row.service, row.provider, row.purpose, row.information, row.link)).collect();
    lines(said, &rows.join("\n"))
}
