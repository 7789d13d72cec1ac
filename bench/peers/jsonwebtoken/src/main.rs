// SPDX-License-Identifier: BSL-1.0
// Rust's jsonwebtoken, as a process that takes turns with others.
use jsonwebtoken::{decode, Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use std::collections::HashMap;
use std::hint::black_box;
use std::io::BufRead;
use std::time::{Duration, Instant};

#[derive(Deserialize)]
struct Person {
    id: u64,
    email: String,
}

#[derive(Deserialize)]
struct Claims {
    #[serde(alias = "customer", alias = "user")]
    person: Person,
    #[allow(dead_code)]
    sub: String,
}

#[derive(Deserialize)]
struct Sample {
    token: String,
    forged: String,
    issuer: String,
    user: u64,
    email: String,
    spoiled: Vec<String>,
}

#[derive(Deserialize)]
struct Input {
    secret: String,
    client_id: String,
    kinds: HashMap<String, Sample>,
}

struct Door {
    key: DecodingKey,
    rules: Validation,
}

impl Door {
    fn new(input: &Input, sample: &Sample) -> Door {
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_audience(&[&input.client_id]);
        rules.set_issuer(&[&sample.issuer]);
        Door { key: DecodingKey::from_secret(input.secret.as_bytes()), rules }
    }

    fn verify(&self, token: &str) -> Option<Claims> {
        decode::<Claims>(token, &self.key, &self.rules).ok().map(|read| read.claims)
    }

    fn check(&self, kind: &str, sample: &Sample) {
        let read = self.verify(&sample.token);
        let right = |read: &Claims| read.person.id == sample.user && read.person.email == sample.email;
        assert!(read.as_ref().map_or(false, right), "jsonwebtoken reads {kind} wrongly");
        for bad in sample.spoiled.iter().chain([&sample.forged]) {
            assert!(self.verify(bad).is_none(), "jsonwebtoken accepts a wrong {kind}");
        }
    }
}

fn main() {
    let path = std::env::args().nth(1).expect("the file of tokens");
    let text = std::fs::read_to_string(path).expect("tokens");
    let input: Input = serde_json::from_str(&text).expect("tokens as JSON");
    let mut doors = HashMap::new();
    for kind in ["current_customer", "load_jwt"] {
        let sample = &input.kinds[kind];
        let door = Door::new(&input, sample);
        door.check(kind, sample);
        doors.insert(kind, (door, &sample.token));
    }
    println!("ready jsonwebtoken current_customer load_jwt");
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a question");
        let (kind, milliseconds) = line.split_once(' ').expect("a kind and a time");
        let least = Duration::from_millis(milliseconds.parse().expect("milliseconds"));
        let (door, token) = &doors[kind];
        let begin = Instant::now();
        let mut calls = 0u32;
        while begin.elapsed() < least {
            for _ in 0..100 {
                black_box(door.verify(black_box(token)));
            }
            calls += 100;
        }
        println!("{calls} {}", begin.elapsed().as_nanos());
    }
}
