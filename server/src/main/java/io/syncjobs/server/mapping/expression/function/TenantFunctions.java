package io.syncjobs.server.mapping.expression.function;

import io.syncjobs.server.mapping.expression.value.ExpressionException;
import io.syncjobs.server.mapping.expression.value.ExpressionException.Problem;
import io.syncjobs.server.mapping.expression.value.Values;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Functions of data of a tenant: the roles that its users are assigned in an application, and its domain. An assignment is the role's value as a
 * text, or an object with {@code value} and {@code displayName}.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity/app-provisioning/customize-application-attributes">Microsoft's page on
 *     attribute mappings</a>
 */
final class TenantFunctions {

  static final List<Function> ALL = List.of(
      Function.of(
          "AppRoleAssignments(source)",
          a -> MultiValueFunctions.array(
              Values.all(a.value(0)).stream().map(role -> Values.of(value(role))))),
      Function.of("AppRoleAssignmentsComplex(source)", TenantFunctions::complex),
      Function.of("AssertiveAppRoleAssignmentsComplex(source)", TenantFunctions::complex),
      Function.of(Functions.DEFAULT_DOMAIN + "()", TenantFunctions::defaultDomain),
      Function.of(
          "SingleAppRoleAssignment(source)",
          a -> Values.all(a.value(0)).stream()
              .findFirst()
              .map(role -> Values.of(value(role)))
              .orElse(Values.NONE)));

  private TenantFunctions() {}

  /** Roles as SCIM has them, with the members that Entra sends. */
  private static JsonNode complex(Arguments arguments) {
    return MultiValueFunctions.array(
        Values.all(arguments.value(0)).stream().map(TenantFunctions::complexRole));
  }

  private static ObjectNode complexRole(JsonNode role) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("primary", false)
        .put("type", "WindowsAzureActiveDirectoryRole")
        .put("display", role.path("displayName").asString(value(role)))
        .put("value", value(role));
  }

  private static String value(JsonNode role) {
    return role.isObject()
        ? role.path("value").asString(role.path("displayName").asString(""))
        : role.asString();
  }

  private static JsonNode defaultDomain(Arguments arguments) {
    String domain = arguments.evaluation().defaultDomain();
    if (domain.isEmpty()) {
      throw new ExpressionException(
          Problem.INVALID_VALUE,
          "The function 'DefaultDomain' needs the server's setting syncjobs.mapping.default-domain. Have the operator set it, or write the domain as a text.");
    }
    return Values.of(domain);
  }
}
