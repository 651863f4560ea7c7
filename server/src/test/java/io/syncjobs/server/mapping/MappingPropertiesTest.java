package io.syncjobs.server.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The domain of a tenant by the server's settings. */
class MappingPropertiesTest {

  @Test
  void prefersTheDomainOfTheTenant() {
    MappingProperties both = new MappingProperties("contoso.com", Map.of("a", "fabrikam.com"));

    assertThat(both.defaultDomainOf("a")).isEqualTo("fabrikam.com");
    assertThat(both.defaultDomainOf("b")).isEqualTo("contoso.com");
    assertThat(new MappingProperties(null, Map.of("a", "fabrikam.com")).defaultDomainOf("b"))
        .isEmpty();
    assertThat(new MappingProperties(null, null).defaultDomainOf("a")).isEmpty();
  }
}
