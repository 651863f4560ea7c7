package io.syncjobs.contract.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Program that writes the packaged contract; the build runs it. Beside the YAML it writes the same document as JSON, which a starting server
 * reads in a small part of the time.
 */
public final class ContractPackaging {

  private ContractPackaging() {}

  /**
   * Packages a contract.
   *
   * @param arguments the written file and the YAML file to write
   */
  public static void main(String[] arguments) throws IOException {
    String contract =
        PackagedContract.of(Files.readString(Path.of(arguments[0]))).text();
    Path yaml = Path.of(arguments[1]).toAbsolutePath();
    Path json = yaml.resolveSibling("openapi.json");
    // A newer file would make the build generate and compile everything again.
    if (!Files.exists(json) || !Files.exists(yaml) || !Files.readString(yaml).equals(contract)) {
      Files.createDirectories(yaml.getParent());
      Files.writeString(json, new YAMLMapper().readTree(contract).toString());
      Files.writeString(yaml, contract);
    }
  }
}
