//! The columns of the template, and how their heads are found: as they are spelled, or nearly.

use std::collections::BTreeSet;

macro_rules! columns {
    ($($(#[$meta:meta])* $variant:ident $head:literal,)+) => {
        /// A column of the template.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(super) enum Column { $($(#[$meta])* $variant),+ }

        impl Column {
            /// Every column.
            const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its head.
            pub const fn head(self) -> &'static str {
                match self { $(Self::$variant => $head),+ }
            }
        }
    };
}

columns![
    Function "Business function",
    Purpose "Purpose of processing",
    JointController "Name and contact details of joint controller (if applicable)",
    Individuals "Categories of individuals",
    Data "Categories of personal data",
    Recipients "Categories of recipients",
    Contract "Link to contract with processor",
    Countries "Names of third countries or international organisations that personal data are transferred to (if applicable)",
    Safeguards "Safeguards for exceptional transfers of personal data to third countries or international organisations (if applicable)",
    Retention "Retention schedule (if possible)",
    Security "General description of technical and organisational security measures (if possible)",
    Basis "Article 6 lawful basis for processing personal data",
    Condition "Article 9 condition for processing special category data",
    Interests "Legitimate interests for the processing (if applicable)",
    InterestsAssessment "Link to record of legitimate interests assessment (if applicable)",
    Rights "Rights available to individuals",
    Automated "Existence of automated decision-making, including profiling (if applicable)",
    Source "The source of the personal data (if applicable)",
    Consent "Link to record of consent",
    Location "Location of personal data",
    DpiaRequired "Data Protection Impact Assessment required?",
    DpiaProgress "Data Protection Impact Assessment progress",
    Dpia "Link to Data Protection Impact Assessment",
    Breach "Has a personal data breach occurred?",
    BreachRecord "Link to record of personal data breach",
    Schedule1 "Data Protection Act 2018 Schedule 1 Condition for processing",
    SpecialBasis "GDPR Article 6 lawful basis for processing",
    Policy "Link to retention and erasure policy document",
    PolicyKept "Is personal data retained and erased in accordance with the policy document?",
    PolicyReasons "Reasons for not adhering to policy document (if applicable)",
    /// A column of ours, after those of the template.
    Name "Name in the register",
    /// A column of ours, after those of the template.
    Record "Record",
];

/// Words that say nothing of which column it is.
const FILLERS: [&str; 14] =
    ["of", "the", "to", "for", "and", "or", "that", "are", "is", "a", "if", "applicable", "possible", "in"];

/// Of two heads the nearer must be nearer by so much, in hundredths, and near enough.
const NEAR: usize = 60;

/// The columns that some heads name, by their places. Each column is taken once, by the head that is nearest.
pub(super) fn of_row<'h>(heads: impl IntoIterator<Item = (u32, &'h str)>) -> Vec<(u32, Column)> {
    let mut pairs: Vec<(usize, u32, Column)> = Vec::new();
    for (at, head) in heads {
        let words = words(head);
        for column in Column::ALL {
            let nearness = nearness(&words, &self::words(column.head()));
            if nearness >= NEAR {
                pairs.push((nearness, at, *column));
            }
        }
    }
    // The nearest first; where two are alike, from left to right.
    pairs.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)).then(one.2.cmp(&other.2)));
    let mut found: Vec<(u32, Column)> = Vec::new();
    for (_, at, column) in pairs {
        if !found.iter().any(|(taken, known)| *taken == at || *known == column) {
            found.push((at, column));
        }
    }
    found.sort_unstable();
    found
}

/// The words of a head that tell it from others: American spellings and plurals are as good as British ones and singulars.
fn words(head: &str) -> BTreeSet<String> {
    let lower = head.to_lowercase();
    let words = lower.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.filter(|word| !FILLERS.contains(word));
    let plain = words.map(|word| {
        let word = word.replace("isation", "ization").replace("categories", "category").replace("countries", "country");
        match word.as_str() {
            "dpia" => "data protection impact assessment".to_owned(),
            "lia" => "legitimate interests assessment".to_owned(),
            "art" => "article".to_owned(),
            _ => word,
        }
    });
    let singular = |word: &str| word.strip_suffix('s').filter(|stem| stem.len() > 3).unwrap_or(word).to_owned();
    plain.flat_map(|words| words.split(' ').map(singular).collect::<Vec<_>>()).collect()
}

/// How near two heads are, in hundredths: twice what they share, of what they have.
fn nearness(one: &BTreeSet<String>, other: &BTreeSet<String>) -> usize {
    let shared = one.intersection(other).count();
    (200 * shared).checked_div(one.len() + other.len()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_head_of_the_template_names_its_own_column() {
        let heads = || (0..).zip(Column::ALL.iter().map(|column| column.head()));
        let found: Vec<Column> = of_row(heads()).into_iter().map(|(_, column)| column).collect();
        assert_eq!(found, Column::ALL);
    }

    #[test]
    fn heads_are_found_when_they_are_spelled_a_bit_differently() {
        for (head, column) in [
            ("BUSINESS FUNCTION", Column::Function),
            ("Purpose(s) of the processing", Column::Purpose),
            ("Categories of  individual", Column::Individuals),
            ("Category of personal data", Column::Data),
            ("Retention schedule", Column::Retention),
            ("General description of technical and organizational security measures", Column::Security),
            ("Art. 6 lawful basis for processing personal data", Column::Basis),
            ("DPIA required?", Column::DpiaRequired),
            ("Link to DPIA", Column::Dpia),
            ("Source of personal data", Column::Source),
        ] {
            assert_eq!(of_row([(3, head)]), [(3, column)], "{head}");
        }
        assert_eq!(of_row([(0, "Owner"), (1, "Comments")]), []);
    }
}
