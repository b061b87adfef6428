// A CloudFront function for viewer requests: the page of a folder, and nothing of what is kept beside the page.
function handler(event) {
  var request = event.request;
  if (request.uri.indexOf("/releases/") !== -1) {
    return { statusCode: 404, statusDescription: "Not Found" };
  }
  if (request.uri.charAt(request.uri.length - 1) === "/") {
    request.uri += "index.html";
  }
  return request;
}
