//! HTML as a tree: parsed as browsers parse it, whatever is wrong with it, and bounded.
//!
//! Nesting without end would cost the parser more with every element, so what comes after so many elements, or so deep, is not
//! read, and that is said. Every text keeps the byte of the source where it stands. Never knows what an element means.

use crate::report::drift::Cut;
use html5ever::{
    Attribute, ExpandedName, LocalName, QualName,
    tendril::StrTendril,
    tokenizer::{BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts},
    tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeBuilder, TreeBuilderOpts, TreeSink},
};
use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
};

/// So many elements may be within each other.
pub const MAX_DEPTH: u32 = 400;

/// So many elements and pieces of text are read.
pub const MAX_NODES: usize = 1_500_000;

/// A node of the tree.
#[derive(Debug)]
pub struct Node {
    /// What it is.
    pub data: Data,
    /// What is in it, in order.
    pub children: Vec<usize>,
    parent: Option<usize>,
    depth: u32,
}

/// What a node is.
#[derive(Debug)]
pub enum Data {
    /// The whole.
    Document,
    /// An element.
    Element {
        /// Its name.
        name: QualName,
        /// Its attributes.
        attributes: Vec<Attribute>,
    },
    /// Words, and the byte of the source where they stand.
    Text(StrTendril, usize),
    /// What says nothing to readers.
    Other,
}

/// A document as a tree.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
    /// Why it was not read to its end.
    pub cut: Option<Cut>,
}

impl Tree {
    /// Reads a document, or a part of one, that stands at a byte of a larger text.
    pub fn parse(source: &str, base: usize) -> Self {
        let sink = Sink {
            nodes: RefCell::new(vec![Node { data: Data::Document, children: Vec::new(), parent: None, depth: 0 }]),
            locator: RefCell::new(Locator { source, at: 0, base }),
            cut: Cell::new(None),
        };
        let builder = TreeBuilder::new(sink, TreeBuilderOpts { scripting_enabled: true, ..TreeBuilderOpts::default() });
        let tokenizer = Tokenizer::new(Bounded(builder), TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(source));
        // A script that ends hands control back; there are none to run.
        while !input.is_empty() {
            let _ = tokenizer.feed(&input);
        }
        tokenizer.end();
        let sink = tokenizer.sink.0.sink;
        Self { nodes: sink.nodes.into_inner(), cut: sink.cut.get() }
    }

    /// The node that holds all others.
    pub const ROOT: usize = 0;

    /// A node.
    pub fn node(&self, at: usize) -> &Node {
        &self.nodes[at]
    }

    /// The name of an element of HTML; empty for what is none.
    pub fn name(&self, at: usize) -> &str {
        match &self.nodes[at].data {
            Data::Element { name, .. } if name.ns == html5ever::ns!(html) => &name.local,
            Data::Element { .. } => "foreign",
            Data::Document | Data::Text(..) | Data::Other => "",
        }
    }

    /// An attribute of an element.
    pub fn attribute(&self, at: usize, name: &str) -> Option<&str> {
        match &self.nodes[at].data {
            Data::Element { attributes, .. } => {
                let named = |attribute: &&Attribute| *attribute.name.local == *name;
                attributes.iter().find(named).map(|attribute| &*attribute.value)
            }
            Data::Document | Data::Text(..) | Data::Other => None,
        }
    }
}

/// A tree builder that is fed until the tree is full.
struct Bounded<'s>(TreeBuilder<usize, Sink<'s>>);

impl TokenSink for Bounded<'_> {
    type Handle = usize;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<usize> {
        if self.0.sink.cut.get().is_some() && !matches!(token, Token::EOFToken) {
            return TokenSinkResult::Continue;
        }
        self.0.process_token(token, line)
    }

    fn end(&self) {
        self.0.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.0.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

struct Sink<'s> {
    nodes: RefCell<Vec<Node>>,
    locator: RefCell<Locator<'s>>,
    cut: Cell<Option<Cut>>,
}

impl Sink<'_> {
    fn new_node(&self, data: Data) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { data, children: Vec::new(), parent: None, depth: 0 });
        if nodes.len() >= MAX_NODES {
            self.cut.set(self.cut.get().or(Some(Cut::TooMany)));
        }
        nodes.len() - 1
    }

    fn node_of(&self, child: NodeOrText<usize>) -> usize {
        match child {
            NodeOrText::AppendNode(node) => node,
            NodeOrText::AppendText(text) => {
                let at = self.locator.borrow_mut().find(&text);
                self.new_node(Data::Text(text, at))
            }
        }
    }

    fn put(&self, parent: usize, place: Option<usize>, child: usize) {
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes[parent].depth + 1;
        if depth > MAX_DEPTH {
            self.cut.set(self.cut.get().or(Some(Cut::TooDeep)));
        }
        nodes[child].parent = Some(parent);
        nodes[child].depth = depth;
        let children = &mut nodes[parent].children;
        children.insert(place.unwrap_or(children.len()), child);
    }

    fn take(&self, child: usize) -> Option<(usize, usize)> {
        let mut nodes = self.nodes.borrow_mut();
        let parent = nodes[child].parent.take()?;
        // What moves is mostly the last.
        let place = nodes[parent].children.iter().rposition(|node| *node == child)?;
        nodes[parent].children.remove(place);
        Some((parent, place))
    }
}

impl TreeSink for Sink<'_> {
    type Handle = usize;
    type Output = Self;
    type ElemName<'a>
        = Name
    where
        Self: 'a;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> usize {
        Tree::ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a usize) -> Name {
        match &self.nodes.borrow()[*target].data {
            Data::Element { name, .. } => Name(name.clone()),
            Data::Document | Data::Text(..) | Data::Other => {
                Name(QualName::new(None, html5ever::ns!(), LocalName::from("")))
            }
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> usize {
        self.new_node(Data::Element { name, attributes })
    }

    fn create_comment(&self, _: StrTendril) -> usize {
        self.new_node(Data::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> usize {
        self.new_node(Data::Other)
    }

    fn append(&self, parent: &usize, child: NodeOrText<usize>) {
        let child = self.node_of(child);
        self.put(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &usize, previous: &usize, child: NodeOrText<usize>) {
        let has_parent = self.nodes.borrow()[*element].parent.is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &usize) -> usize {
        // What a template holds is not shown; it may lie in it all the same.
        *target
    }

    fn same_node(&self, x: &usize, y: &usize) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &usize, child: NodeOrText<usize>) {
        let child = self.node_of(child);
        self.take(child);
        let place = {
            let nodes = self.nodes.borrow();
            let parent = nodes[*sibling].parent;
            parent.and_then(|parent| Some((parent, nodes[parent].children.iter().rposition(|node| node == sibling)?)))
        };
        if let Some((parent, place)) = place {
            self.put(parent, Some(place), child);
        }
    }

    fn add_attrs_if_missing(&self, target: &usize, more: Vec<Attribute>) {
        if let Data::Element { attributes, .. } = &mut self.nodes.borrow_mut()[*target].data {
            for attribute in more {
                if attributes.iter().all(|known| known.name != attribute.name) {
                    attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &usize) {
        self.take(*target);
    }

    fn reparent_children(&self, node: &usize, new_parent: &usize) {
        let moved = std::mem::take(&mut self.nodes.borrow_mut()[*node].children);
        for child in moved {
            self.put(*new_parent, None, child);
        }
    }
}

/// The name of an element.
#[derive(Debug)]
struct Name(QualName);

impl html5ever::tree_builder::ElemName for Name {
    fn ns(&self) -> &html5ever::Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }

    fn expanded(&self) -> ExpandedName<'_> {
        self.0.expanded()
    }
}

/// Finds where texts stand in the source: they come in its order.
struct Locator<'s> {
    source: &'s str,
    at: usize,
    base: usize,
}

/// So far ahead a text is looked for that does not stand where it is expected.
const AHEAD: usize = 4096;

impl Locator<'_> {
    /// The byte where a text stands.
    fn find(&mut self, text: &str) -> usize {
        let words = text.trim_start();
        if words.is_empty() {
            return self.base + self.at;
        }
        self.skip_markup();
        let rest = self.source.get(self.at..).unwrap_or_default();
        if rest.starts_with(words) {
            let at = self.at;
            self.at += words.len();
            return self.base + at - (text.len() - words.len()).min(at);
        }
        if rest.starts_with('&') {
            // A reference to a character, which the parser has resolved.
            let end = rest.bytes().take(40).position(|byte| byte == b';').map_or(1, |end| end + 1);
            let at = self.at;
            self.at += end;
            return self.base + at;
        }
        let needle: String = words.chars().take(24).collect();
        let ahead = rest.char_indices().map(|(at, _)| at).take_while(|at| *at <= AHEAD).last().unwrap_or_default();
        if let Some(found) = rest.get(..ahead).and_then(|window| window.find(&needle)) {
            let at = self.at + found;
            self.at = at + needle.len();
            return self.base + at;
        }
        self.base + self.at
    }

    /// Goes on after white space, tags and comments.
    fn skip_markup(&mut self) {
        loop {
            let rest = self.source.get(self.at..).unwrap_or_default();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            let Some(length) = markup(trimmed) else { return };
            self.at += length;
        }
    }
}

/// The length of the tag, comment or script with which some source begins, if it begins with one.
fn markup(source: &str) -> Option<usize> {
    let bytes = source.as_bytes();
    if source.starts_with("<!--") {
        return Some(source.find("-->").map_or(source.len(), |end| end + 3));
    }
    let opens = bytes.first() == Some(&b'<')
        && bytes.get(1).is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'));
    if !opens {
        return None;
    }
    let mut quote = None;
    let mut end = bytes.len();
    for (at, byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if open == *byte => quote = None,
            (None, b'>') => {
                end = at + 1;
                break;
            }
            // A quotation mark opens a value only after an equals sign.
            (None, b'"' | b'\'')
                if bytes[..at].iter().rev().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'=') =>
            {
                quote = Some(*byte);
            }
            _ => {}
        }
    }
    for raw in ["script", "style"] {
        let named = source.get(1..=raw.len()).is_some_and(|name| name.eq_ignore_ascii_case(raw));
        if named && !matches!(bytes.get(raw.len() + 1), Some(next) if next.is_ascii_alphanumeric()) {
            let after = source.get(end..).unwrap_or_default();
            let close = format!("</{raw}");
            let found = after.as_bytes().windows(close.len()).position(|w| w.eq_ignore_ascii_case(close.as_bytes()));
            return Some(end + found.unwrap_or(after.len()));
        }
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<(String, usize)> {
        let tree = Tree::parse(source, 0);
        let mut found = Vec::new();
        let mut open = vec![Tree::ROOT];
        while let Some(at) = open.pop() {
            if let Data::Text(text, place) = &tree.node(at).data
                && !text.trim().is_empty()
            {
                found.push((text.trim().to_owned(), *place));
            }
            open.extend(tree.node(at).children.iter().rev());
        }
        found
    }

    #[test]
    fn texts_keep_the_byte_where_they_stand() {
        let source = "<p title=\"a > b\">One</p><!-- One --><script>Two</script><b>Two &amp; Three</b>";
        for (text, at) in texts(source) {
            if !text.starts_with('&') && text != "Two" {
                assert_eq!(
                    source.get(at..).map(|rest| rest.trim_start().starts_with(&text)),
                    Some(true),
                    "{text} {at}"
                );
            }
        }
    }

    #[test]
    fn nesting_without_end_is_cut() {
        let tree = Tree::parse(&"<div>".repeat(100_000), 0);
        assert_eq!(tree.cut, Some(Cut::TooDeep));
        // Each paragraph opens all of them again, unless they are alike.
        let formatting: String = (0..20_000).map(|number| format!("<b id=x{number}><p>")).collect();
        assert!(Tree::parse(&formatting, 0).cut.is_some());
        assert_eq!(Tree::parse("<table><tr><td><table><tr><td>x", 0).cut, None);
    }
}
