#pragma once

#include "http/router.hpp"
#include "log/logger.hpp"
#include "users/account_service.hpp"
#include "users/bindings.hpp"
#include "users/challenges.hpp"
#include "users/officer_requests.hpp"
#include "users/officer_service.hpp"
#include "users/own_sessions.hpp"
#include "users/passwords.hpp"
#include "users/profiles.hpp"
#include "users/registration.hpp"
#include "users/second_factor.hpp"
#include "users/sign_in.hpp"
#include "users/site_managers.hpp"

namespace nrmm::users {

// The services outlive the router.
void add_sms_code_routes(http::Router& router, const SmsCodes& codes, const Challenges& challenges,
                         log::Logger& log);
void add_session_routes(http::Router& router, const SignIn& sign_in, const OwnSessions& sessions);
void add_account_routes(http::Router& router, const Registration& registration,
                        const AccountService& accounts, const Passwords& passwords);
void add_officer_routes(http::Router& router, const OfficerService& officers,
                        const OfficerRequests& requests);
void add_second_factor_routes(http::Router& router, const SecondFactor& factor);
void add_binding_routes(http::Router& router, const Bindings& bindings);
void add_site_account_routes(http::Router& router, const SiteManagers& managers);
void add_profile_routes(http::Router& router, const Profiles& profiles);

}  // namespace nrmm::users
