"""In front of all middleware: counts a request's queries when asked to, and serves the bare INSERT without the rest."""

from django.db import connection

from bench import bare


class Front:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info == "/alone/text/":
            return bare.text(request)
        if "X-Count-Queries" not in request.headers:
            return self.get_response(request)
        return self.counted(request)

    def counted(self, request):
        """BEGIN and COMMIT are not counted; setting the account is."""
        asked = []

        def note(execute, sql, *args):
            asked.append(sql)
            return execute(sql, *args)

        with connection.execute_wrapper(note):
            response = self.get_response(request)
        response.headers["X-Queries"] = str(len(asked))
        return response
