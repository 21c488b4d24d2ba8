package dev.grove.registry.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.registry.RegistryException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a webhook may not lead, however it is spelt. */
class AttacksTest {
  private final AddressRule strict = new AddressRule(List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        // this host, loopback, unspecified
        "0.0.0.0",
        "0.1.2.3",
        "127.0.0.1",
        "127.255.255.254",
        "::",
        "::1",
        // private, shared (CGNAT, Alibaba's metadata), link-local (metadata of most clouds)
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "100.100.100.200",
        "100.127.255.255",
        "169.254.169.254",
        "168.63.129.16",
        "192.0.0.192",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        // documentation, benchmarks, relays, multicast, reserved, broadcast
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "2001:db8::1",
        "3fff::1",
        "ff02::1",
        "100::1",
        "5f00::1",
        // IPv4 within IPv6: mapped, compatible, translated, NAT64, local NAT64, 6to4, Teredo,
        // ISATAP
        "::ffff:127.0.0.1",
        "::ffff:a9fe:a9fe",
        "::ffff:0:127.0.0.1",
        "::127.0.0.1",
        "::8.8.8.8",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::a00:1",
        "64:ff9b:1::8.8.8.8",
        "64:ff9b:1::127.0.0.1",
        "2002:7f00:1::1",
        "2002:808:808::1",
        "2001:0:808:808::1",
        "2001:0:7f00:1:0:0:80ff:fffe",
        "2607:f8b0::5efe:10.0.0.1",
        "2607:f8b0::200:5efe:7f00:1"
      })
  void notPublic(String address) throws Exception {
    assertThat(strict.allows(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2001:4860:4860::8888",
        "2620:fe::fe",
        "64:ff9b::8.8.8.8",
        "::ffff:8.8.8.8"
      })
  void publicOnes(String address) throws Exception {
    assertThat(strict.allows(InetAddress.getByName(address))).isTrue();
  }

  @Test
  void configurationAllowsNetworks() throws Exception {
    AddressRule rule =
        new AddressRule(
            List.of(
                Network.parse("10.1.0.0/16"),
                Network.parse("fd12::/16"),
                Network.parse("127.0.0.1")));
    for (String allowed :
        List.of("10.1.2.3", "::ffff:10.1.2.3", "64:ff9b::10.1.2.3", "fd12:1::1", "127.0.0.1")) {
      assertThat(rule.allows(InetAddress.getByName(allowed))).as(allowed).isTrue();
    }
    for (String refused : List.of("10.2.0.1", "fd13::1", "127.0.0.2", "::1")) {
      assertThat(rule.allows(InetAddress.getByName(refused))).as(refused).isFalse();
    }
    for (String none :
        List.of("10.0.0.0/33", "::/129", "localhost", "10.0.0.0/x", "", "1.2.3.4/-1")) {
      assertThatThrownBy(() -> Network.parse(none))
          .as(none)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // schemes
        "http://example.com/                     | scheme",
        "ftp://example.com/                      | scheme",
        "file:///etc/passwd                      | scheme",
        "gopher://example.com/                   | scheme",
        "//example.com/                          | scheme",
        "example.com                             | scheme",
        "javascript:alert(1)                     | scheme",
        "jar:https://example.com!/               | scheme",
        // no host, odd hosts
        "https:///path                           | hostname",
        "https:example.com                       | hostname",
        "https://?x                              | hostname",
        "https://exa_mple.com/                   | ebhook URL",
        "https://example..com/                   | ebhook URL",
        "https://-example.com/                   | ebhook URL",
        "https://exämple.com/                    | ASCII",
        "https://１２７.0.0.1/                   | ASCII",
        "https://①②⑦.0.0.1/                     | ASCII",
        "https://127。0。0。1/                   | ASCII",
        "https://example.com%00.evil.com/        | ebhook URL",
        "https://%6c%6f%63alhost/                | ebhook URL",
        "https://[::1%25lo]/                     | ebhook URL",
        "https://[fe80::1%eth0]/                 | ebhook URL",
        "https://[::1                            | ebhook URL",
        // credentials, readers that disagree
        "https://user@example.com/               | user",
        "https://user:pass@example.com/          | user",
        "https://@example.com/                   | user",
        "https://example.com@127.0.0.1/          | user",
        "https://127.0.0.1\\@example.com/        | ebhook URL",
        "https://example.com\\.evil.com/         | ebhook URL",
        "https://example.com/#fragment           | fragment",
        "https://example.com /                   | ASCII",
        // IPv4 in odd spellings
        "https://2130706433/                     | ebhook URL",
        "https://017700000001/                   | ebhook URL",
        "https://0x7f000001/                     | ebhook URL",
        "https://0x7f.0.0.1/                     | ebhook URL",
        "https://0177.0.0.1/                     | ebhook URL",
        "https://0177.0.0.01/                    | ebhook URL",
        "https://127.1/                          | ebhook URL",
        "https://127.0.1/                        | ebhook URL",
        "https://127.0.0.0x1/                    | ebhook URL",
        "https://127.0.0.1./                     | ebhook URL",
        "https://256.1.1.1/                      | ebhook URL",
        "https://1.1.1.1.1/                      | ebhook URL",
        "https://0/                              | ebhook URL",
        "https://00.0.0.0/                       | ebhook URL",
        // ports
        "https://example.com:22/                 | port",
        "https://example.com:25/                 | port",
        "https://example.com:0/                  | port",
        "https://example.com:65536/              | port",
        "https://example.com:99999999999/        | ebhook URL",
        "https://example.com:x/                  | ebhook URL"
      })
  void refusedAtTheDoor(String url, String reason) {
    assertThatThrownBy(() -> Target.parse(url, false))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("'url'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://example.com/\r\nX: y", "https://exam\tple.com/", "https://a/\0", ""})
  void refusedCharacters(String url) {
    assertThatThrownBy(() -> Target.parse(url, true)).isInstanceOf(RegistryException.class);
  }

  @Test
  void takenApart() {
    assertThat(Target.parse("https://Example.com", false))
        .isEqualTo(new Target("https://Example.com", true, "Example.com", 443, "/"));
    assertThat(Target.parse("https://hooks.example.com:8443/a/b%20c?d=e&f", false))
        .extracting(Target::port, Target::path, Target::authority)
        .containsExactly(8443, "/a/b%20c?d=e&f", "hooks.example.com:8443");
    assertThat(Target.parse("https://[2606:4700::1]/x", false))
        .extracting(Target::host, Target::authority)
        .containsExactly("2606:4700::1", "[2606:4700::1]");
    assertThat(Target.parse("http://8.8.8.8:80/", true))
        .extracting(Target::secure, Target::authority)
        .containsExactly(false, "8.8.8.8");
    assertThatThrownBy(() -> Target.parse("https://a/" + "b".repeat(500), false))
        .hasMessageContaining("maximum length");
  }
}
