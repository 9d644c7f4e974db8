package got.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "git.example.org",
        "h",
        "8.8.8.8",
        "8.8.8.8.",
        "2600::1",
        "1.example.org",
        "127.0.0.1.x"
      })
  void aNameCountsAsPublic(String host) {
    assertThat(Addresses.isPublicHost(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST.",
        "a.localhost",
        "127.0.0.1",
        "127.0.0.1.",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0x7f000001",
        "0177.0.0.1",
        "169.254.169.254",
        "1.2.3.999",
        "::1",
        "::ffff:10.0.0.1",
        "fe80::1",
      })
  void anAddressInWhateverFormDoesNot(String host) {
    assertThat(Addresses.isPublicHost(host)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "126.0.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.167.1.1",
        "2600::1",
        "2a00:1450::1",
        "64:ff9b::808:808",
        "2002:808:808::1",
      })
  void outside(String address) throws Exception {
    assertThat(Addresses.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "fc00::1",
        "fdff::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:a00:1::1",
        "2002:7f00:1::1",
        "2001:db8::1",
      })
  void inside(String address) throws Exception {
    assertThat(Addresses.isPublic(InetAddress.getByName(address))).isFalse();
  }
}
