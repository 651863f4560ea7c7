package io.syncjobs.client.internal.json;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Calls the generated methods that read and write models. They are not public, to keep Jackson out of the client's API. */
final class Models {

  private record Methods(Method read, Method write, boolean isEnumeration) {}

  private static final ClassValue<Methods> METHODS = new ClassValue<>() {
    @Override
    protected Methods computeValue(Class<?> type) {
      try {
        try {
          Method read = type.getDeclaredMethod("read", JsonReader.class);
          Method write = type.getDeclaredMethod("write", JsonWriter.class);
          read.setAccessible(true);
          write.setAccessible(true);
          return new Methods(read, write, false);
        } catch (NoSuchMethodException e) {
          return new Methods(
              type.getMethod("fromValue", String.class), type.getMethod("getValue"), true);
        }
      } catch (NoSuchMethodException e) {
        throw new IllegalArgumentException("JSON has no form for " + type.getName(), e);
      }
    }
  };

  private Models() {}

  static Object read(Class<?> type, JsonReader json) {
    Methods methods = METHODS.get(type);
    return call(methods.read(), null, methods.isEnumeration() ? json.string() : json);
  }

  static void write(Object model, JsonWriter json) {
    Methods methods = METHODS.get(model.getClass());
    if (methods.isEnumeration()) {
      json.string((String) call(methods.write(), model));
    } else {
      call(methods.write(), model, json);
    }
  }

  private static Object call(Method method, @Nullable Object target, Object... arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
