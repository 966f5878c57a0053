#pragma once

#include "http/router.hpp"

namespace nrmm::http {

// GET figures/{name}: a drawing of the city's pack, as `help` of a field names it. With the `v` that a form
// gave with it, it may be kept for ever; the drawing that the city has now, for five minutes.
void add_figure_routes(Router& router);

}  // namespace nrmm::http
