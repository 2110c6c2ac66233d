//! One question to the database for all who wait for its answer.
//!
//! A caller joins the next round that *starts* after it came (as in Raft's read index): what it is told was so at some moment
//! after it asked, and callers in a crowd cost one query a round. Rounds run in a task of their own, so a caller who goes
//! away takes nobody's answer along. Knows nothing of what is asked.

use std::{
    future::Future,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::watch;

/// The answer of a round, once there is one.
type Round<T> = watch::Sender<Option<T>>;

/// Rounds of one question. See the module.
#[derive(Debug)]
pub(super) struct Shared<T> {
    state: Mutex<State<T>>,
}

#[derive(Debug)]
enum State<T> {
    /// Nobody asks.
    Idle,
    /// A round is under way. The next one begins when it is over, if somebody waits for it.
    Asking { next: Option<Round<T>> },
}

impl<T: Clone + Send + Sync + 'static> Shared<T> {
    pub(super) const fn new() -> Self {
        Self { state: Mutex::new(State::Idle) }
    }

    /// The answer of the next round to start; `None` if the round broke off. `ask` is run as often as somebody waits.
    pub(super) async fn answer<F, A>(self: &Arc<Self>, ask: F) -> Option<T>
    where
        F: Fn() -> A + Send + 'static,
        A: Future<Output = T> + Send,
    {
        let mut answer = self.join(ask);
        answer.wait_for(Option::is_some).await.ok().and_then(|answer| answer.clone())
    }

    fn join<F, A>(self: &Arc<Self>, ask: F) -> watch::Receiver<Option<T>>
    where
        F: Fn() -> A + Send + 'static,
        A: Future<Output = T> + Send,
    {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let State::Asking { next } = &mut *state {
            return next.get_or_insert_with(|| watch::Sender::new(None)).subscribe();
        }
        let first = watch::Sender::new(None);
        let receiver = first.subscribe();
        *state = State::Asking { next: None };
        let mut rounds = Rounds { shared: Arc::clone(self), over: false };
        tokio::spawn(async move {
            let mut round = first;
            loop {
                round.send_replace(Some(ask().await));
                match rounds.next() {
                    Some(next) => round = next,
                    None => return,
                }
            }
        });
        receiver
    }
}

/// The rounds under way. Should their task break off, whoever waits is told, and the next caller begins anew.
struct Rounds<T> {
    shared: Arc<Shared<T>>,
    over: bool,
}

impl<T> Rounds<T> {
    /// The round that somebody waits for; if nobody does, the rounds are over.
    fn next(&mut self) -> Option<Round<T>> {
        let mut state = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let State::Asking { next } = &mut *state
            && let Some(next) = next.take()
        {
            return Some(next);
        }
        *state = State::Idle;
        self.over = true;
        None
    }
}

impl<T> Drop for Rounds<T> {
    fn drop(&mut self) {
        // Once the rounds are over, another caller may have begun new ones.
        if !self.over {
            *self.shared.state.lock().unwrap_or_else(PoisonError::into_inner) = State::Idle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Shared;
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };
    use tokio::sync::Semaphore;

    /// A question that counts its rounds and answers when it is let.
    #[derive(Clone)]
    struct Question {
        rounds: Arc<AtomicUsize>,
        let_go: Arc<Semaphore>,
    }

    impl Question {
        fn new() -> Self {
            Self { rounds: Arc::default(), let_go: Arc::new(Semaphore::new(0)) }
        }

        fn ask(&self) -> impl Fn() -> std::pin::Pin<Box<dyn Future<Output = usize> + Send>> + Send + 'static {
            let own = self.clone();
            move || {
                let own = own.clone();
                Box::pin(async move {
                    let round = own.rounds.fetch_add(1, Ordering::SeqCst) + 1;
                    own.let_go.acquire().await.unwrap().forget();
                    round
                })
            }
        }
    }

    fn asked(shared: &Arc<Shared<usize>>, question: &Question) -> tokio::task::JoinHandle<Option<usize>> {
        let (shared, question) = (Arc::clone(shared), question.clone());
        tokio::spawn(async move { shared.answer(question.ask()).await })
    }

    async fn settle() {
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn who_comes_during_a_round_shares_the_next_one() {
        let (shared, question) = (Arc::new(Shared::new()), Question::new());
        let ask = || asked(&shared, &question);
        let first = ask();
        settle().await;
        let late: Vec<_> = (0..10).map(|_| ask()).collect();
        settle().await;
        assert_eq!(question.rounds.load(Ordering::SeqCst), 1);
        question.let_go.add_permits(2);
        assert_eq!(first.await.unwrap(), Some(1));
        for answer in late {
            assert_eq!(answer.await.unwrap(), Some(2));
        }
        assert_eq!(question.rounds.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn a_caller_who_goes_away_leaves_the_others_their_answer() {
        let (shared, question) = (Arc::new(Shared::new()), Question::new());
        let ask = || asked(&shared, &question);
        let (first, second) = (ask(), ask());
        settle().await;
        let third = ask();
        settle().await;
        first.abort();
        second.abort();
        settle().await;
        question.let_go.add_permits(2);
        assert_eq!(third.await.unwrap(), Some(2));
    }

    #[tokio::test]
    async fn after_a_round_that_broke_off_the_next_caller_begins_anew() {
        let shared = Arc::new(Shared::<usize>::new());
        let broken =
            shared.answer(|| async { std::future::ready(Err::<usize, &str>("broke off")).await.unwrap() }).await;
        assert_eq!(broken, None);
        assert_eq!(shared.answer(|| async { 7 }).await, Some(7));
    }
}
