//! The ways that were gone through a decision list: from one answer to the next question, until it is decided.
//!
//! Which statement a walk asks next follows from the answers before. So whoever goes a way that was gone before need only answer
//! and follow; the list itself is walked once for each way. Never knows what a statement is about.

use super::{
    pack::LawUsed,
    truth::{Answer, Truth},
};

/// An answer and the law it rests on, as one small number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Code(u8);

/// How many there are: three truths in two readings, on three kinds of law.
const CODES: usize = 27;

impl Code {
    pub const fn of(answer: Answer, law: LawUsed) -> Self {
        Self((answer.strict as u8 * 3 + answer.declared as u8) * 3 + law as u8)
    }

    pub const fn answer(self) -> Answer {
        Answer { strict: truth(self.0 / 9), declared: truth(self.0 / 3 % 3) }
    }

    /// Whether the answer is known in both readings.
    pub fn is_sure(self) -> bool {
        let answer = self.answer();
        answer.strict != Truth::Unknown && answer.declared != Truth::Unknown
    }

    pub const fn law(self) -> LawUsed {
        match self.0 % 3 {
            0 => LawUsed::Confirmed,
            1 => LawUsed::Overdue,
            _ => LawUsed::Unconfirmed,
        }
    }
}

const fn truth(number: u8) -> Truth {
    match number {
        0 => Truth::False,
        1 => Truth::Unknown,
        _ => Truth::True,
    }
}

/// A place on a way.
#[derive(Debug)]
enum Place<Q> {
    /// A question, and where each answer leads; 0: nobody went there yet.
    Asks(Q, Box<[u32; CODES]>),
    /// It is decided: the number of the end.
    Ends(usize),
}

/// The ways from one question to the next, and the numbers of their ends. See the module.
#[derive(Debug)]
pub(super) struct Paths<Q> {
    /// The first is none: 0 is the number of a place where nobody went.
    places: Vec<Option<Place<Q>>>,
}

impl<Q> Default for Paths<Q> {
    fn default() -> Self {
        Self { places: vec![None] }
    }
}

impl<Q: Copy> Paths<Q> {
    /// A place from which no way was gone yet.
    pub fn root(&mut self) -> u32 {
        self.places.push(None);
        u32::try_from(self.places.len() - 1).unwrap_or_default()
    }

    /// The end that the answers lead to from a root, if the way was gone before.
    pub fn follow(&self, root: u32, mut answer: impl FnMut(Q) -> Code) -> Option<usize> {
        let mut at = root as usize;
        loop {
            match self.places.get(at)?.as_ref()? {
                Place::Ends(end) => return Some(*end),
                Place::Asks(question, next) => at = *next.get(answer(*question).0 as usize)? as usize,
            }
        }
    }

    /// Keeps a way from a root: what was asked in which order, the answers, and where it ended.
    pub fn keep(&mut self, root: u32, asked: &[(Q, Code)], end: usize) {
        let mut at = root as usize;
        for (question, code) in asked {
            let fresh = self.places.len();
            let Some(place) = self.places.get_mut(at) else { return };
            let place = place.get_or_insert_with(|| Place::Asks(*question, Box::new([0; CODES])));
            let Place::Asks(_, next) = place else { return };
            let Some(next) = next.get_mut(code.0 as usize) else { return };
            let is_new = *next == 0;
            if is_new {
                *next = u32::try_from(fresh).unwrap_or_default();
            }
            at = *next as usize;
            if is_new {
                self.places.push(None);
            }
        }
        if let Some(place) = self.places.get_mut(at) {
            place.get_or_insert(Place::Ends(end));
        }
    }
}
