package io.syncjobs.server.mapping;

import io.syncjobs.server.contract.Contract;
import io.syncjobs.server.contract.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The lists of operators for scoping filters and of functions for expressions, as schemas can use them. Immutable and safe for use by many threads.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity/app-provisioning/functions-for-customizing-application-data">Microsoft's
 *     reference of the functions</a>
 */
@Component
public class MappingCatalog {

  private final List<JsonNode> filterOperators;
  private final List<JsonNode> functions;

  MappingCatalog(Contract contract) {
    filterOperators = read("schema/filterOperators.yaml", "filterOperatorSchema", contract);
    functions = read("schema/functions.yaml", "attributeMappingFunctionSchema", contract);
  }

  /** Operators in the form of the contract's filterOperatorSchema. */
  public List<JsonNode> filterOperators() {
    return filterOperators;
  }

  /** Functions in the form of the contract's attributeMappingFunctionSchema. */
  public List<JsonNode> functions() {
    return functions;
  }

  private static List<JsonNode> read(String file, String schema, Contract contract) {
    try (InputStream in = new ClassPathResource(file).getInputStream()) {
      List<JsonNode> entries = new YAMLMapper().readTree(in).valueStream().toList();
      for (JsonNode entry : entries) {
        for (Violation violation : contract.violations(schema, entry)) {
          throw new IllegalStateException(
              file + ": " + entry.path("id") + " " + violation.path() + " " + violation.message());
        }
      }
      return entries;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
