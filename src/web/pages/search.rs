//! The search page.

use askama::Template;
use axum::{extract, response::Html};

use crate::search::{Request, Results, search};
use crate::web::{Error, SearchParams, State};

#[derive(Template)]
#[template(
    ext = "html",
    source = "<!DOCTYPE html>\n<html lang=\"en\"><title>{{ results.query }} - kbfix</title>\n\
              <form action=\"/search\"><input name=\"q\" value=\"{{ results.query }}\" aria-label=\"Search\"> <button>Search</button></form>\n\
              <ol>{% for hit in results.hits %}<li><a href=\"/kb/{{ hit.id }}\">{{ hit.title }}</a></li>{% endfor %}</ol>\n</html>\n"
)]
struct Page {
    results: Results,
}

/// Asks the index and shows its answer.
pub async fn page(
    extract::State(state): extract::State<State>,
    params: SearchParams,
) -> Result<Html<String>, Error> {
    let request: Request = params.into_request()?;
    let answer = move |served: &crate::web::Served| {
        let page = Page { results: search(&served.index, &request)? };
        page.render().map_err(|error| Error::internal(error.to_string()))
    };
    Ok(Html(state.run(answer).await?))
}
