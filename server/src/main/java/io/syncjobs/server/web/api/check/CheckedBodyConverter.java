package io.syncjobs.server.web.api.check;

import io.syncjobs.server.contract.AnswerBody;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Binds a request's body from the tree that {@link BodyCheck} parsed, and copies an answer's body that {@link AnswerCheck} has written, so that no body is
 * parsed or serialized twice.
 */
@Component
class CheckedBodyConverter extends JacksonJsonHttpMessageConverter {

  CheckedBodyConverter(JsonMapper json) {
    super(json);
    List<MediaType> types = new ArrayList<>(getSupportedMediaTypes());
    types.add(MediaType.APPLICATION_OCTET_STREAM); // An upload as generated SDKs send it.
    setSupportedMediaTypes(types);
  }

  /** Leaves bytes and texts to the converters that write them as they are; this one comes before those. */
  @Override
  public boolean canWrite(ResolvableType target, Class<?> type, @Nullable MediaType mediaType) {
    return type != byte[].class && type != String.class && super.canWrite(target, type, mediaType);
  }

  @Override
  public Object read(
      ResolvableType type, HttpInputMessage message, @Nullable Map<String, Object> hints)
      throws IOException {
    if (!(message instanceof CheckedBody body)) {
      return super.read(type, message, hints);
    }
    if (type.isInstance(body.json())) {
      return body.json();
    }
    try {
      return getMapper().treeToValue(body.json(), getJavaType(type.getType(), null));
    } catch (JacksonException e) {
      throw new HttpMessageNotReadableException("The body can't be bound", e, message);
    }
  }

  @Override
  protected void writeInternal(
      Object body,
      ResolvableType type,
      HttpOutputMessage message,
      @Nullable Map<String, Object> hints)
      throws IOException {
    if (body instanceof AnswerBody checked) {
      checked.writeTo(message.getBody());
    } else {
      super.writeInternal(body, type, message, hints);
    }
  }
}
