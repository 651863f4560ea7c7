package io.syncjobs.server.platform.startup;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/** Reports a setting with a wrong value in plain words, where Boot names Java's classes. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SettingFailureAnalyzer implements FailureAnalyzer {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([\\w.-]+)(:.*)?}");

  /** Boot's words for a value of another type than that of its setting. */
  private static final Pattern CONVERSION = Pattern.compile("Failed to convert to type ([\\w.]+)");

  private final ConfigurableEnvironment settings;

  SettingFailureAnalyzer(Environment settings) {
    this.settings = (ConfigurableEnvironment) settings;
  }

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof BindException setting) {
        return wrong(setting);
      }
      if (each instanceof InvalidConfigurationPropertyValueException setting) {
        return wrong(setting);
      }
    }
    return null;
  }

  private static FailureAnalysis wrong(BindException failure) {
    ConfigurationProperty setting = failure.getProperty();
    if (setting == null) {
      // Our own check of several settings, whose message names them.
      return new FailureAnalysis(
          NestedExceptionUtils.getMostSpecificCause(failure).getMessage() + ".",
          "Correct the setting; server/README.md lists all.",
          failure);
    }
    String form = form(failure.getTarget().getType());
    return new FailureAnalysis(
        "The setting " + setting.getName() + " has the value \"" + setting.getValue() + "\", which "
            + (form == null
                ? "can't be used: "
                    + NestedExceptionUtils.getMostSpecificCause(failure).getMessage()
                : "isn't " + form + "."),
        "Correct the value, which comes from " + place(setting.getOrigin()) + ".",
        failure);
  }

  private static String place(@Nullable Origin origin) {
    String source =
        origin instanceof PropertySourceOrigin named ? named.getPropertySource().getName() : "";
    return switch (source) {
      case CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME -> "the command line";
      case StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME -> "Java's system properties";
      default -> String.valueOf(origin);
    };
  }

  /** The value of Boot's setting may be another setting, which is the one to correct. */
  private FailureAnalysis wrong(InvalidConfigurationPropertyValueException failure) {
    Matcher reference = REFERENCE.matcher(written(failure.getName()));
    String name = reference.matches() ? reference.group(1) : failure.getName();
    return new FailureAnalysis(
        "The setting " + name + " has the value \"" + settings.getProperty(name)
            + "\", which can't be used: " + reason(failure),
        "Correct the value.",
        failure);
  }

  /** The value of a setting before references in it are replaced. */
  private String written(String name) {
    return settings.getPropertySources().stream()
        .filter(
            source -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source))
        .filter(source -> source.containsProperty(name))
        .findFirst()
        .map(source -> String.valueOf(source.getProperty(name)))
        .orElse("");
  }

  private static String reason(InvalidConfigurationPropertyValueException failure) {
    String reason = String.valueOf(failure.getReason());
    Matcher type = CONVERSION.matcher(reason);
    String form = type.matches()
        ? form(ResolvableType.forClass(ClassUtils.resolveClassName(type.group(1), null)))
        : null;
    return form == null ? reason : "it isn't " + form + ".";
  }

  private static @Nullable String form(ResolvableType type) {
    Class<?> single = ClassUtils.resolvePrimitiveIfNecessary(
        type.hasGenerics() ? type.getGeneric(0).toClass() : type.toClass());
    if (single.isEnum()) {
      return "one of "
          + Arrays.stream(single.getEnumConstants())
              .map(value -> value.toString().toLowerCase(Locale.ROOT))
              .collect(Collectors.joining(", "));
    }
    if (single == Duration.class) {
      return "a duration, such as PT30S or 30s";
    }
    if (single == DataSize.class) {
      return "a size, such as 2MB";
    }
    if (single == InetAddress.class) {
      return "an address of this machine";
    }
    if (single == Boolean.class) {
      return "true or false";
    }
    return single == Integer.class || single == Long.class ? "a whole number" : null;
  }
}
