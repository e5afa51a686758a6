"""What a WSGI server of one's own choice loads; needs OVERENS_SECRET_KEY."""

from service.app import create_app
from service.cli.office import database_of
from service.settings import load

_settings = load()
app = create_app(_settings, database_of(_settings))
