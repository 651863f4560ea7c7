'use strict';

// Removes the examples of optional parameters (filters, ETags, ids of repeatable requests), because Swagger UI would send them.
function withoutOptionalExamples(contract) {
  Object.values(contract.components.parameters)
    .filter((parameter) => !parameter.required)
    .forEach((parameter) => {
      delete parameter.example;
      delete parameter.examples;
    });
  return contract;
}

// Adds to the description of each operation since which version the contract has it.
function withVersions(contract) {
  Object.values(contract.paths)
    .flatMap((path) => Object.values(path))
    .filter((operation) => operation['x-since'])
    .forEach((operation) => {
      operation.description = `${operation.description}\n\nSince version ${operation['x-since']}.`;
    });
  return contract;
}

async function show() {
  const contract = await (await fetch('../openapi.json')).json();
  return SwaggerUIBundle({
    spec: withVersions(withoutOptionalExamples(contract)),
    domNode: document.getElementById('contract'),
    deepLinking: true,
    validatorUrl: null,
    tryItOutEnabled: true,
    displayOperationId: true,
    docExpansion: 'list',
    defaultModelsExpandDepth: 0,
  });
}

// Gets a token, which a server in development mode gives to this page only.
async function authorize(ui) {
  const answer = await fetch('../development/token', {
    method: 'POST',
    headers: { 'X-Requested-With': 'SyncJobs' },
  });
  const token = await answer.json();
  const schema = ui.specSelectors.specJson().getIn(['components', 'securitySchemes', 'permissions']).toJS();
  ui.authActions.authorizeOauth2({ auth: { name: 'permissions', schema }, token });
  document.getElementById('authorized').textContent = 'Authorized for tenant ' + token.tenant_id + '.';
}

show().then(async (ui) => {
  const mode = await (await fetch('../development')).json();
  document.getElementById('authorize').addEventListener('click', () => authorize(ui));
  document.getElementById('development').hidden = !mode.development;
  document.getElementById('sandbox').hidden = !mode.development;
});
