SwaggerUIBundle({
  url: new URL("v3/api-docs", document.baseURI).href,
  dom_id: "#docs",
  deepLinking: true,
  // A login on the page of the service is not to be used from here, so nothing is remembered.
  persistAuthorization: false,
  // No document of ours is sent to a validator elsewhere.
  validatorUrl: null,
});
