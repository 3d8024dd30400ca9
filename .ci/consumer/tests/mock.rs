//! A caller's own test, with the service on loopback.

#[tokio::test]
async fn all_users_are_read() -> Result<(), Box<dyn std::error::Error>> {
    let mock = huaweicloud_mock::Mock::builder().records(250).start([huaweicloud_vpn::mock::SERVICE]).await?;
    let mut users = huaweicloud_vpn::Client::new(&mock.config()).list_vpn_users("server").items();
    let mut number = 0;
    while users.next().await.transpose()?.is_some() {
        number += 1;
    }
    assert_eq!((number, mock.requests().len()), (250, 3));
    Ok(())
}

/// This crate has switched serde_json's `arbitrary_precision` on, for the mock too.
#[tokio::test]
async fn the_documented_numbers_arrive() -> Result<(), Box<dyn std::error::Error>> {
    let mock = huaweicloud_mock::Mock::start([huaweicloud_vpn::mock::SERVICE]).await?;
    let vpn = huaweicloud_vpn::Client::new(&mock.config());
    let page = vpn.list_p2c_vgw_connections("gateway").limit(10).with_raw_body().send().await?;
    assert_eq!((page.total_count, page.connections[0].inbound_bytes), (Some(2), Some(4185)));
    let raw = String::from_utf8_lossy(page.raw_body().unwrap_or_default());
    assert!(raw.contains("\"inbound_bytes\":4185"), "{raw}");
    Ok(())
}
