//! Long answers, written while they are sent: no more of them is in memory than what the client has not taken yet.
//!
//! Knows nothing of what is written. A client that takes nothing for a while is let go, so that nobody holds a thread for ever.

use std::{
    io::{self, Write},
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, ReadBuf},
    runtime::Handle,
    sync::mpsc,
    time,
};

/// The bytes that are sent at once.
const PIECE: usize = 64 << 10;

/// So many pieces are written ahead.
const AHEAD: usize = 4;

/// A client that takes nothing for so long is let go.
const PATIENCE: Duration = Duration::from_mins(1);

/// What goes from who writes to who sends.
#[derive(Debug)]
enum Piece {
    Bytes(Vec<u8>),
    /// All was written. Without it something went wrong, and the answer must not look whole.
    End,
}

/// The bytes of an answer that is being written, for who sends them. See the module.
#[derive(Debug)]
pub struct Sent {
    pieces: mpsc::Receiver<Piece>,
    piece: Vec<u8>,
    taken: usize,
    ended: bool,
}

/// Where an answer is written that is being sent.
#[derive(Debug)]
pub(super) struct Writer {
    pieces: mpsc::Sender<Piece>,
    piece: Vec<u8>,
    runtime: Handle,
}

/// A writer, and what it writes as it is sent. The writer belongs on a thread that may wait.
pub(super) fn sent() -> (Writer, Sent) {
    let (sender, receiver) = mpsc::channel(AHEAD);
    let writer = Writer { pieces: sender, piece: Vec::with_capacity(PIECE), runtime: Handle::current() };
    (writer, Sent { pieces: receiver, piece: Vec::new(), taken: 0, ended: false })
}

impl Writer {
    fn send(&mut self, piece: Piece) -> io::Result<()> {
        let sending = async { time::timeout(PATIENCE, self.pieces.send(piece)).await };
        match self.runtime.block_on(sending) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(io::ErrorKind::BrokenPipe.into()),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        }
    }

    /// Says that this was all.
    ///
    /// # Errors
    /// If the client is gone.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.flush()?;
        self.send(Piece::End)
    }
}

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        self.send(Piece::Bytes(piece))
    }
}

impl AsyncRead for Sent {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        while this.taken == this.piece.len() && !this.ended {
            match ready!(this.pieces.poll_recv(context)) {
                Some(Piece::Bytes(bytes)) => (this.piece, this.taken) = (bytes, 0),
                Some(Piece::End) => this.ended = true,
                None => return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into())),
            }
        }
        let rest = this.piece.get(this.taken..).unwrap_or_default();
        let taken = rest.len().min(into.remaining());
        into.put_slice(rest.get(..taken).unwrap_or_default());
        this.taken += taken;
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncReadExt;

    #[tokio::test]
    async fn what_is_written_arrives_whole_and_in_order() {
        let (mut writer, mut sent) = sent();
        let bytes: Vec<u8> = (0..=250).cycle().take(PIECE * 9 + 7).collect();
        let written = bytes.clone();
        let writing = tokio::task::spawn_blocking(move || {
            written.chunks(1000).try_for_each(|chunk| writer.write_all(chunk))?;
            writer.end()
        });
        let mut read = Vec::new();
        sent.read_to_end(&mut read).await.unwrap();
        writing.await.unwrap().unwrap();
        assert_eq!(read, bytes);
    }

    #[tokio::test]
    async fn what_was_not_written_to_its_end_does_not_look_whole() {
        let (mut writer, mut sent) = sent();
        tokio::task::spawn_blocking(move || writer.write_all(&vec![1; PIECE])).await.unwrap().unwrap();
        let error = sent.read_to_end(&mut Vec::new()).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
    }

    #[tokio::test]
    async fn whoever_writes_learns_that_the_client_is_gone() {
        let (mut writer, sent) = sent();
        drop(sent);
        let error = tokio::task::spawn_blocking(move || writer.write_all(&vec![1; PIECE])).await.unwrap().unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }
}
