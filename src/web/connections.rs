//! Who is connected, and who has to go where there is no place left.
//!
//! A connection that waits for its client, be it for a request or for an answer to be taken, holds its place only until
//! somebody else wants it. So clients that are slow or silent, however many, keep nobody out.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use tokio::sync::Notify;

/// The connections of a server.
pub struct Connections {
    most: usize,
    most_of_client: usize,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    next: u64,
    held: HashMap<u64, Held>,
}

struct Held {
    client: IpAddr,
    /// Whether a request is being answered.
    is_busy: bool,
    /// Since it is, or is not.
    since: Instant,
    leave: Arc<Notify>,
}

/// A place that is held until it is dropped.
pub struct Place {
    connections: Arc<Connections>,
    number: u64,
    leave: Arc<Notify>,
}

impl Connections {
    /// At most so many, and so many of one client.
    pub fn new(most: usize, most_of_client: usize) -> Arc<Self> {
        Arc::new(Self { most, most_of_client, open: Mutex::default() })
    }

    /// A place for a client, perhaps that of another; `None` where all who could leave are being answered.
    pub fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let client = client(address);
        let mut open = self.open();
        let of_client = open.held.values().filter(|held| held.client == client).count();
        if of_client >= self.most_of_client {
            open.dismiss(client)?;
        } else if open.held.len() >= self.most {
            let greediest = open.greediest()?;
            open.dismiss(greediest)?;
        }
        let (number, leave) = (open.next, Arc::new(Notify::new()));
        open.next += 1;
        let held = Held { client, is_busy: false, since: Instant::now(), leave: Arc::clone(&leave) };
        open.held.insert(number, held);
        drop(open);
        Some(Place { connections: Arc::clone(self), number, leave })
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    /// The client that is waited for on most connections.
    fn greediest(&self) -> Option<IpAddr> {
        let mut counts: HashMap<IpAddr, usize> = HashMap::new();
        for held in self.held.values().filter(|held| !held.is_busy) {
            *counts.entry(held.client).or_default() += 1;
        }
        counts.into_iter().max_by_key(|&(_, count)| count).map(|(client, _)| client)
    }

    /// Sends away the connection of a client that has been silent longest.
    fn dismiss(&mut self, client: IpAddr) -> Option<()> {
        let silent = self.held.iter().filter(|(_, held)| held.client == client && !held.is_busy);
        let (&number, _) = silent.min_by_key(|(_, held)| held.since)?;
        self.held.remove(&number)?.leave.notify_one();
        Some(())
    }
}

impl Place {
    /// Says whether a request is being answered now.
    pub fn set_busy(&self, is_busy: bool) {
        if let Some(held) = self.connections.open().held.get_mut(&self.number) {
            (held.is_busy, held.since) = (is_busy, Instant::now());
        }
    }

    /// Ends when somebody else has got the place.
    pub async fn is_lost(&self) {
        self.leave.notified().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.connections.open().held.remove(&self.number);
    }
}

/// Whoever has one address of IPv6 mostly has the 2^64 beside it.
fn client(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    impl Place {
        fn is_held(&self) -> bool {
            self.connections.open().held.contains_key(&self.number)
        }
    }

    #[test]
    fn one_client_takes_only_its_own_places() {
        let connections = Connections::new(6, 3);
        let other = connections.enter(address("10.0.0.2")).unwrap();
        let places: Vec<Place> = (0..9).map(|_| connections.enter(address("10.0.0.1")).unwrap()).collect();
        let held: Vec<bool> = places.iter().map(Place::is_held).collect();
        assert_eq!(held, [false, false, false, false, false, false, true, true, true]);
        assert!(other.is_held());
    }

    #[test]
    fn who_is_answered_stays() {
        let connections = Connections::new(4, 2);
        let places: Vec<Place> = (0..2).map(|_| connections.enter(address("10.0.0.1")).unwrap()).collect();
        places[0].set_busy(true);
        let third = connections.enter(address("10.0.0.1")).unwrap();
        assert!(places[0].is_held() && !places[1].is_held());
        third.set_busy(true);
        assert!(connections.enter(address("10.0.0.1")).is_none());
        assert!(connections.enter(address("10.0.0.2")).is_some());
    }

    #[test]
    fn a_stranger_gets_the_place_of_who_has_most() {
        let connections = Connections::new(4, 3);
        let mut places: Vec<Place> =
            (0..3).map(|_| connections.enter(address("2001:db8::1")).unwrap()).collect();
        places.push(connections.enter(address("10.0.0.1")).unwrap());
        // Of the same house.
        let same = connections.enter(address("2001:db8::2")).unwrap();
        assert!(!places[0].is_held() && places[1].is_held() && same.is_held());
        let stranger = connections.enter(address("10.0.0.3")).unwrap();
        assert!(!places[1].is_held() && places[3].is_held() && stranger.is_held());
        drop((same, stranger));
        assert_eq!(connections.open().held.len(), 2);
    }
}
