//! How each engine takes JSON apart. Knows no view.

pub(super) type Path<'a> = &'a [&'a str];

/// How an engine says it. Level 0 is the document, level n the element of the nth list.
pub(super) trait Dialect {
    fn records(&self, kind: &str) -> String;
    fn unfolded(&self, level: usize, path: Path) -> String;
    fn position(&self, level: usize) -> String;
    fn string(&self, level: usize, path: Path) -> String;
    fn day(&self, level: usize, path: Path) -> String;
    fn number(&self, level: usize, path: Path) -> String;
    fn fraction(&self, level: usize, path: Path) -> String;
    fn flag(&self, level: usize, path: Path) -> String;
    fn text(&self, level: usize, path: Path) -> String;
    fn joined(&self, level: usize, path: Path, member: Option<&str>) -> String;
    fn variant(&self, level: usize, path: Path) -> String;
    fn variant_content(&self, level: usize, path: Path) -> String;
}

pub(super) struct Sqlite;

impl Sqlite {
    fn base(level: usize) -> String {
        if level == 0 { "record.document".to_owned() } else { format!("element{level}.value") }
    }

    fn path(path: Path) -> String {
        let steps = path.iter().map(|step| match step.parse::<usize>() {
            Ok(index) => format!("[{index}]"),
            Err(_) => format!(".{step}"),
        });
        format!("'${}'", steps.collect::<String>())
    }

    fn extracted(level: usize, path: Path) -> String {
        // An element that is a string is not JSON any more.
        if path.is_empty() {
            Self::base(level)
        } else {
            format!("json_extract({}, {})", Self::base(level), Self::path(path))
        }
    }

    fn first_language(json: &str) -> String {
        format!(
            "coalesce(json_extract({json}, '$.en'), (SELECT word.value FROM json_each({json}) word ORDER BY word.key LIMIT 1))"
        )
    }
}

impl Dialect for Sqlite {
    fn records(&self, kind: &str) -> String {
        format!(
            "(SELECT current.key, current.version, revision.document FROM records current \
             JOIN revisions revision ON revision.seq = current.seq AND revision.n = current.n \
             WHERE current.kind = '{kind}')"
        )
    }

    fn unfolded(&self, level: usize, path: Path) -> String {
        format!(" JOIN json_each({}, {}) element{}", Self::base(level), Self::path(path), level + 1)
    }

    fn position(&self, level: usize) -> String {
        format!("element{level}.key + 1")
    }

    fn string(&self, level: usize, path: Path) -> String {
        Self::extracted(level, path)
    }

    fn day(&self, level: usize, path: Path) -> String {
        Self::extracted(level, path)
    }

    fn number(&self, level: usize, path: Path) -> String {
        Self::extracted(level, path)
    }

    fn fraction(&self, level: usize, path: Path) -> String {
        format!("CAST({} AS REAL)", Self::extracted(level, path))
    }

    fn flag(&self, level: usize, path: Path) -> String {
        Self::extracted(level, path)
    }

    fn text(&self, level: usize, path: Path) -> String {
        Self::first_language(&Self::extracted(level, path))
    }

    fn joined(&self, level: usize, path: Path, member: Option<&str>) -> String {
        let value =
            member.map_or_else(|| "item.value".to_owned(), |member| format!("json_extract(item.value, '$.{member}')"));
        format!(
            "(SELECT group_concat(value, ', ') FROM (SELECT {value} AS value FROM json_each({}, {}) item ORDER BY item.key))",
            Self::base(level),
            Self::path(path)
        )
    }

    fn variant(&self, level: usize, path: Path) -> String {
        format!("(SELECT one.key FROM json_each({}, {}) one LIMIT 1)", Self::base(level), Self::path(path))
    }

    fn variant_content(&self, level: usize, path: Path) -> String {
        format!(
            "(SELECT CASE one.type WHEN 'object' THEN {} ELSE one.value END FROM json_each({}, {}) one LIMIT 1)",
            Self::first_language("one.value"),
            Self::base(level),
            Self::path(path)
        )
    }
}

pub(super) struct Postgres;

impl Postgres {
    fn base(level: usize) -> String {
        if level == 0 { "record.document".to_owned() } else { format!("element{level}.value") }
    }

    fn json(level: usize, path: Path) -> String {
        format!("({} #> '{{{}}}')", Self::base(level), path.join(","))
    }

    fn extracted(level: usize, path: Path) -> String {
        format!("({} #>> '{{{}}}')", Self::base(level), path.join(","))
    }

    /// What is not of the expected type has no elements: the engine's own functions would fail on it.
    fn elements(json: &str) -> String {
        format!("jsonb_array_elements(CASE WHEN jsonb_typeof({json}) = 'array' THEN {json} ELSE '[]' END)")
    }

    fn members(json: &str, function: &str) -> String {
        format!("{function}(CASE WHEN jsonb_typeof({json}) = 'object' THEN {json} ELSE '{{}}' END)")
    }

    fn first_language(json: &str) -> String {
        format!(
            "coalesce({json} ->> 'en', (SELECT word.value FROM {} word(key, value) ORDER BY word.key COLLATE \"C\" LIMIT 1))",
            Self::members(json, "jsonb_each_text")
        )
    }
}

impl Dialect for Postgres {
    fn records(&self, kind: &str) -> String {
        // OFFSET 0 keeps the planner from parsing the document once per column. JSON may hold an escaped U+0000, which
        // this engine's JSON type refuses: it is left out, escaped backslashes before it are not mistaken for its own.
        format!(
            "(SELECT current.key, current.version, (CASE WHEN strpos(revision.document, '\\u0000') = 0 \
             THEN revision.document ELSE regexp_replace(revision.document, '(\\\\\\\\)|\\\\u0000', '\\1', 'g') END)::jsonb \
             AS document FROM records current \
             JOIN revisions revision ON revision.seq = current.seq AND revision.n = current.n \
             WHERE current.kind = '{kind}' OFFSET 0)"
        )
    }

    fn unfolded(&self, level: usize, path: Path) -> String {
        format!(
            " CROSS JOIN LATERAL {} WITH ORDINALITY element{}(value, position)",
            Self::elements(&Self::json(level, path)),
            level + 1
        )
    }

    fn position(&self, level: usize) -> String {
        format!("element{level}.position")
    }

    fn string(&self, level: usize, path: Path) -> String {
        Self::extracted(level, path)
    }

    fn day(&self, level: usize, path: Path) -> String {
        format!("{}::date", Self::extracted(level, path))
    }

    fn number(&self, level: usize, path: Path) -> String {
        format!("{}::bigint", Self::extracted(level, path))
    }

    fn fraction(&self, level: usize, path: Path) -> String {
        format!("{}::double precision", Self::extracted(level, path))
    }

    fn flag(&self, level: usize, path: Path) -> String {
        format!("{}::boolean", Self::extracted(level, path))
    }

    fn text(&self, level: usize, path: Path) -> String {
        Self::first_language(&Self::json(level, path))
    }

    fn joined(&self, level: usize, path: Path, member: Option<&str>) -> String {
        let value =
            member.map_or_else(|| "item.value #>> '{}'".to_owned(), |member| format!("item.value ->> '{member}'"));
        format!(
            "(SELECT string_agg({value}, ', ' ORDER BY item.position) FROM {} WITH ORDINALITY item(value, position))",
            Self::elements(&Self::json(level, path))
        )
    }

    fn variant(&self, level: usize, path: Path) -> String {
        format!(
            "(SELECT one.key FROM {} one(key, value) LIMIT 1)",
            Self::members(&Self::json(level, path), "jsonb_each")
        )
    }

    fn variant_content(&self, level: usize, path: Path) -> String {
        format!(
            "(SELECT CASE jsonb_typeof(one.value) WHEN 'object' THEN {} ELSE one.value #>> '{{}}' END \
             FROM {} one(key, value) LIMIT 1)",
            Self::first_language("one.value"),
            Self::members(&Self::json(level, path), "jsonb_each")
        )
    }
}
