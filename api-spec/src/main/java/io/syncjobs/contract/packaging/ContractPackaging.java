package io.syncjobs.contract.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Program that writes the packaged contract; the build runs it. */
public final class ContractPackaging {

  private ContractPackaging() {}

  /**
   * Packages a contract.
   *
   * @param arguments the written file and the file to write
   */
  public static void main(String[] arguments) throws IOException {
    String contract =
        PackagedContract.of(Files.readString(Path.of(arguments[0]))).text();
    Path target = Path.of(arguments[1]).toAbsolutePath();
    // A newer file would make the build generate and compile everything again.
    if (!Files.exists(target) || !Files.readString(target).equals(contract)) {
      Files.createDirectories(target.getParent());
      Files.writeString(target, contract);
    }
  }
}
