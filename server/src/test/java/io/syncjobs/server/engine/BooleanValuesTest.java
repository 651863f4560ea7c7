package io.syncjobs.server.engine;

import static io.syncjobs.server.engine.Tenancy.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.syncjobs.client.error.BadRequestException;
import io.syncjobs.client.model.AttributeMappingSourceType;
import io.syncjobs.client.model.ProvisioningErrorInfo;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values for attributes of the type Boolean: a target may read the text "0" as true. */
@ParameterizedClass
@MethodSource("combinations")
class BooleanValuesTest extends EngineTestBase {

  BooleanValuesTest(Combination combination) {
    super(combination);
  }

  private void mapActive(String expression) {
    changeSchema(schema -> attribute(schema, "active")
        .getSource()
        .type(AttributeMappingSourceType.FUNCTION)
        .name("")
        .parameters(null)
        .expression(expression));
  }

  @Test
  void aTextIsConvertedOrNotSent() {
    mapActive("Append([jobTitle], \"\")");
    tenancy.bring(
        user("ada").otherMember("title", "1"),
        user("bob").otherMember("title", "0"),
        user("cy").otherMember("title", "maybe"));

    tenancy.runOutbound();

    assertThat(theUser("ada").path("active").isBoolean()).isTrue();
    assertThat(theUser("ada").path("active").booleanValue()).isTrue();
    assertThat(theUser("bob").path("active").isBoolean()).isTrue();
    assertThat(theUser("bob").path("active").booleanValue()).isFalse();
    assertThat(users()).doesNotContainKey("cy@example.com");
    assertThat(tenancy.log().stream()
            .map(event -> event.getProvisioningStatusInfo().getErrorInformation())
            .filter(Objects::nonNull)
            .map(ProvisioningErrorInfo::getReason))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("'active' is neither true nor false")
        .doesNotContain("maybe");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IIF([IsSoftDeleted] = True, \"0\", \"1\")",
        "Switch([IsSoftDeleted], \"yes\", \"True\", IIF([jobTitle] = \"x\", \"False\", \"no\"))",
        "IgnoreFlowIfNullOrEmpty(IIF([IsSoftDeleted], \"off\", \"\"))"
      })
  void constantsThatAreNoBooleansAreRefused(String expression) {
    assertThatThrownBy(() -> mapActive(expression))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("Write True or False");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IIF([IsSoftDeleted] = True, \"False\", True)",
        "Switch([IsSoftDeleted], [accountEnabled], \"True\", \"no\")",
        "IIF([IsSoftDeleted], IgnoreAttributeFlow, \"\")"
      })
  void expressionsThatMayGiveABooleanAreTaken(String expression) {
    mapActive(expression);
  }
}
