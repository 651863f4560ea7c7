package io.syncjobs.client.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.syncjobs.client.FaultyServer;
import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolvedModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program on the module path compiles and runs with the client and the modules that it requires, and nothing else. */
class ModulesTest {

  private static final String MODULE = """
      module program {
        requires io.syncjobs.client;
        exports program;
      }
      """;

  private static final String PROGRAM = """
      package program;
      import io.syncjobs.client.SynchronizationClient;
      import io.syncjobs.client.auth.TokenProvider;
      import io.syncjobs.client.model.SynchronizationJobCreate;
      public class Program implements java.util.function.Function<String, String> {
        public String apply(String address) {
          return SynchronizationClient.builder().baseUrl(address).tokenProvider(TokenProvider.of("t")).build()
              .application("x").jobs().create(new SynchronizationJobCreate().templateId("scim")).value().getId();
        }
      }
      """;

  /** Client and jars of the class path, of which the client requires some. */
  private static List<Path> places() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(place -> place.endsWith("classes") || place.toString().endsWith(".jar"))
        .toList();
  }

  @Test
  void aModularProgramRuns(@TempDir Path folder) throws Exception {
    Path sources = Files.createDirectories(folder.resolve("src/program"));
    Files.writeString(folder.resolve("src/module-info.java"), MODULE);
    Files.writeString(sources.resolve("Program.java"), PROGRAM);
    Path classes = folder.resolve("classes");
    String path =
        places().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    assertThat(ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--module-path",
                path,
                "-d",
                classes.toString(),
                folder.resolve("src/module-info.java").toString(),
                sources.resolve("Program.java").toString()))
        .isZero();

    ModuleFinder finder = ModuleFinder.compose(
        ModuleFinder.of(classes), ModuleFinder.of(places().toArray(Path[]::new)));
    Configuration resolved =
        ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), Set.of("program"));
    assertThat(resolved.modules().stream().map(ResolvedModule::name))
        .containsExactlyInAnyOrder(
            "program",
            "io.syncjobs.client",
            "com.fasterxml.jackson.annotation",
            "org.openapitools.jackson.nullable",
            "tools.jackson.core");

    ClassLoader loader = ModuleLayer.boot()
        .defineModulesWithOneLoader(resolved, ClassLoader.getPlatformClassLoader())
        .findLoader("program");
    @SuppressWarnings("unchecked")
    Function<String, String> program = (Function<String, String>)
        loader.loadClass("program.Program").getDeclaredConstructor().newInstance();
    try (FaultyServer server = new FaultyServer()) {
      server.answer(201, "{\"id\":\"1\"}");

      assertThat(program.apply(server.origin())).isEqualTo("1");
      assertThat(server.requests().get(0).body()).isEqualTo("{\"templateId\":\"scim\"}");
    }
  }
}
