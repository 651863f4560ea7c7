package io.syncjobs.server.connector.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.server.connector.TargetException;
import io.syncjobs.server.connector.TargetException.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses that administrators paste are normalized, or refused with a reason. */
class BaseAddressTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      https://host/scim                                            | https://host/scim
      https://host                                                 | https://host
      https://host/                                                | https://host
      https://host/scim///                                         | https://host/scim
      '  https://host/scim  '                                      | https://host/scim
      HTTPS://Host.Example/Scim                                    | https://host.example/Scim
      https://host:8443/scim                                       | https://host:8443/scim
      https://host:/scim                                           | https://host/scim
      http://[::1]:81/scim                                         | http://[::1]:81/scim
      http://10.0.0.1/scim                                         | http://10.0.0.1/scim
      https://host./scim                                           | https://host./scim
      http://scim_service:8080/v2                                  | http://scim_service:8080/v2
      https://bücher.example/scim                                  | https://xn--bcher-kva.example/scim
      https://host/büro                                            | https://host/b%C3%BCro
      https://host/a%20b/%7Ex                                      | https://host/a%20b/%7Ex
      https://host/scim?aadOptscim062020                           | https://host/scim
      https://host/scim/?aadOptscim062020                          | https://host/scim
      https://host?aadOptscim062020                                | https://host
      https://host/scim?aadOptSCIM062020=true                      | https://host/scim
      https://host/scim?AzureAdScimPatch062020                     | https://host/scim
      https://host/scim?AzureAdScimPatch062020&aadOptscim062020=1& | https://host/scim
      https://host/scim?                                           | https://host/scim
      """)
  void normalizes(String pasted, String url) {
    assertThat(BaseAddress.parse(pasted).url()).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      host                                        | https:// or http://
      host:8080/scim                              | https:// or http://
      //host/scim                                 | https:// or http://
      ftp://host                                  | https:// or http://
      https:host/scim                             | no host
      https://                                    | no URL
      https:///scim                               | no host
      https://:443/scim                           | no valid host and port
      https://host:0                              | between 1 and 65535
      https://host:65536                          | between 1 and 65535
      https://host:port                           | no valid host and port
      https://host name                           | no URL
      https://host/a b                            | no URL
      https://host/%zz                            | no URL
      https://host\\scim                          | no URL
      https://ho%73t/scim                         | can't be a name in DNS
      https://a..b/scim                           | can't be a name in DNS
      https://-{64}.example                       | no URL
      https://[::1/scim                           | no URL
      https://user@host/scim                      | user name
      https://host/scim#users                     | fragment
      https://host/scim#                          | fragment
      https://host/scim?x=1                       | query
      https://host/scim?aadOptscim062020&tenant=1 | query
      https://host/scim?AzureAdScimPatch2017      | query
      *                                           | https:// or http://
      """)
  void refuses(String pasted, String reason) {
    assertThatThrownBy(() -> BaseAddress.parse(pasted))
        .isInstanceOfSatisfying(
            TargetException.class, e -> assertThat(e.problem()).isEqualTo(Problem.ADDRESS_INVALID))
        .hasMessageContaining(reason)
        .hasMessageContaining("https://scim.example/v2");
  }

  @Test
  void showsTheAddressButNothingSecretInIt() {
    assertThatThrownBy(() -> BaseAddress.parse("https://me:pass-word@host/scim?token=to-ken#x"))
        .hasMessageContaining("'https://…@host/scim?token=…#x'")
        .hasMessageNotContainingAny("pass-word", "to-ken");
    assertThatThrownBy(() -> BaseAddress.parse("a-token-in-the-wrong-place"))
        .hasMessageStartingWith("The BaseAddress doesn't")
        .hasMessageNotContaining("token");
    assertThatThrownBy(() -> BaseAddress.parse("https://host/?x" + "y".repeat(1000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250));
  }
}
