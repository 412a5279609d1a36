//! Who asks: the address of the visitor, behind the proxies that we were told to trust and no others.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use app::request::ClientAddress;
use axum::{
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::Response,
};
use http::HeaderMap;

use crate::config::Network;

/// The layer: puts the visitor's address in the request, for limits per address. It is never logged.
pub async fn find(State(proxies): State<Arc<[Network]>>, mut request: Request, next: Next) -> Response {
    if let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>().copied() {
        let address = address_behind(&proxies, peer.ip(), request.headers());
        request.extensions_mut().insert(ClientAddress(address));
    }
    next.run(request).await
}

/// Each proxy writes the address that it saw at the right end. So from the right: the first that is no proxy of ours is the
/// visitor; all to the left of it is the visitor's own claim.
fn address_behind(proxies: &[Network], peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let trusted = |address: IpAddr| proxies.iter().any(|network| network.contains(address));
    let mut address = peer.to_canonical();
    if !trusted(address) {
        return address;
    }
    let values = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = values.flat_map(|value| value.split(',')).map(str::trim).collect();
    for hop in hops.into_iter().rev() {
        let Some(next) = parse(hop) else { break };
        address = next;
        if !trusted(address) {
            break;
        }
    }
    address
}

/// Some proxies add the port.
fn parse(hop: &str) -> Option<IpAddr> {
    let address = hop.parse().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|address| address.ip()))?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn behind(peer: &str, forwarded: &'static str) -> String {
        let proxies = [Network::parse("10.0.0.0/8").unwrap()];
        let headers = HeaderMap::from_iter([(http::HeaderName::from_static("x-forwarded-for"), HeaderValue::from_static(forwarded))]);
        address_behind(&proxies, peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        assert_eq!(behind("192.0.2.1", "198.51.100.7"), "192.0.2.1");
        assert_eq!(behind("10.0.0.1", "198.51.100.7"), "198.51.100.7");
        assert_eq!(behind("10.0.0.1", "203.0.113.9, 198.51.100.7, 10.0.0.2"), "198.51.100.7");
        assert_eq!(behind("10.0.0.1", "198.51.100.7:4711"), "198.51.100.7");
        assert_eq!(behind("10.0.0.1", "nonsense"), "10.0.0.1");
        assert_eq!(behind("10.0.0.1", ""), "10.0.0.1");
    }
}
